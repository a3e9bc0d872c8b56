import { chooseLanguage } from '../texts/languages.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Changes between Chinese and English; named in the language it leads to. */
export function LanguageSwitch() {
  const { language, t } = useTexts();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="language"
      lang={other === 'en' ? 'en' : 'zh-CN'}
      title={t('frame.language')}
      onClick={() => void chooseLanguage(other)}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}
