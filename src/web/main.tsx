import { ConfigProvider, theme } from 'antd';
import enUs from 'antd/es/locale/en_US';
import zhCn from 'antd/es/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Frame } from './frame/frame.tsx';
import './frame/frame.css';
import { PaletteContext, useSystemPalette } from './frame/use-palette.ts';
import { PAGES } from './pages.ts';
import { FONT_FAMILY } from './pictures/ground.ts';
import { startTexts } from './texts/languages.ts';
import { useTexts } from './texts/use-texts.ts';

function Application() {
  const palette = useSystemPalette();
  const { language } = useTexts();
  const token = {
    colorPrimary: palette.accent,
    colorLink: palette.accent,
    colorText: palette.text,
    colorTextDescription: palette.quiet,
    colorTextPlaceholder: palette.quiet,
    colorBgBase: palette.ground,
    colorError: palette.alarm,
    fontFamily: FONT_FAMILY,
    fontSize: 14,
    borderRadius: 3,
    motion: false,
  };
  return (
    <PaletteContext value={palette}>
      <ConfigProvider
        button={{ autoInsertSpace: false }}
        locale={language === 'zh' ? zhCn : enUs}
        theme={{
          token,
          components: {
            Segmented: { itemSelectedBg: palette.accent, itemSelectedColor: palette.ground },
            Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8, headerBg: palette.panel, headerSplitColor: 'transparent' },
          },
          algorithm: palette.dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        }}
      >
        <BrowserRouter>
          <Routes>
            <Route element={<Frame />}>
              {PAGES.map(([path, Page]) => (
                <Route key={path} path={path} element={<Page />} />
              ))}
            </Route>
          </Routes>
        </BrowserRouter>
      </ConfigProvider>
    </PaletteContext>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('main: index.html has no element with id "root"');
await startTexts();
createRoot(root).render(
  <StrictMode>
    <Application />
  </StrictMode>,
);
