import { ConfigProvider, theme } from 'antd';
import enUs from 'antd/es/locale/en_US';
import zhCn from 'antd/es/locale/zh_CN';
import { lazy, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Frame } from './frame/frame.tsx';
import './frame/frame.css';
import { PaletteContext, useSystemPalette } from './frame/use-palette.ts';
import { FONT_FAMILY } from './pictures/ground.ts';
import { startTexts } from './texts/languages.ts';
import { useTexts } from './texts/use-texts.ts';

const Overview = lazy(() => import('./pages/overview.tsx'));
const Organisations = lazy(() => import('./pages/organisations.tsx'));
const Organisation = lazy(() => import('./pages/organisation.tsx'));
const Site = lazy(() => import('./pages/site.tsx'));
const Lot = lazy(() => import('./pages/lot.tsx'));
const Feasibility = lazy(() => import('./pages/feasibility.tsx'));
const Label = lazy(() => import('./pages/label.tsx'));
const Scan = lazy(() => import('./pages/scan.tsx'));
const Log = lazy(() => import('./pages/log.tsx'));
const Flags = lazy(() => import('./pages/flags.tsx'));
const Flag = lazy(() => import('./pages/flag.tsx'));
const Cases = lazy(() => import('./pages/cases.tsx'));
const Indicators = lazy(() => import('./pages/indicators.tsx'));
const Rules = lazy(() => import('./pages/rules.tsx'));
const Unaccounted = lazy(() => import('./pages/unaccounted.tsx'));
const UnaccountedSites = lazy(() => import('./pages/unaccounted-sites.tsx'));
const Quotas = lazy(() => import('./pages/quotas.tsx'));
const Capture = lazy(() => import('./pages/capture.tsx'));
const Search = lazy(() => import('./pages/search.tsx'));
const SignIn = lazy(() => import('./pages/sign-in.tsx'));
const Claim = lazy(() => import('./pages/claim.tsx'));
const Account = lazy(() => import('./pages/account.tsx'));
const Members = lazy(() => import('./pages/members.tsx'));
const Shares = lazy(() => import('./pages/shares.tsx'));
const Audit = lazy(() => import('./pages/audit.tsx'));
const Permissions = lazy(() => import('./pages/permissions.tsx'));
const Subscriptions = lazy(() => import('./pages/subscriptions.tsx'));
const Passport = lazy(() => import('./pages/passport.tsx'));
const Separation = lazy(() => import('./pages/separation.tsx'));
const NotFound = lazy(() => import('./pages/not-found.tsx'));

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
              <Route index element={<Overview />} />
              <Route path="organisations" element={<Organisations />} />
              <Route path="organisation" element={<Organisation />} />
              <Route path="site" element={<Site />} />
              <Route path="lot" element={<Lot />} />
              <Route path="feasibility" element={<Feasibility />} />
              <Route path="label" element={<Label />} />
              <Route path="scan" element={<Scan />} />
              <Route path="log" element={<Log />} />
              <Route path="flags" element={<Flags />} />
              <Route path="flag" element={<Flag />} />
              <Route path="cases" element={<Cases />} />
              <Route path="indicators" element={<Indicators />} />
              <Route path="rules" element={<Rules />} />
              <Route path="unaccounted" element={<Unaccounted />} />
              <Route path="unaccounted-sites" element={<UnaccountedSites />} />
              <Route path="quotas" element={<Quotas />} />
              <Route path="capture" element={<Capture />} />
              <Route path="search" element={<Search />} />
              <Route path="sign-in" element={<SignIn />} />
              <Route path="claim" element={<Claim />} />
              <Route path="account" element={<Account />} />
              <Route path="members" element={<Members />} />
              <Route path="shares" element={<Shares />} />
              <Route path="audit" element={<Audit />} />
              <Route path="permissions" element={<Permissions />} />
              <Route path="subscriptions" element={<Subscriptions />} />
              <Route path="separation" element={<Separation />} />
              <Route path="passports/*" element={<Passport />} />
              <Route path="*" element={<NotFound />} />
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
