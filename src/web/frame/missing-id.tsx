import { Link } from 'react-router';
import { useTexts } from '../texts/use-texts.ts';
import { Page } from './page.tsx';

/** A page of one thing was opened without saying which. */
export function MissingId() {
  const { t } = useTexts();
  return (
    <Page title={t('missing.title')}>
      <p className="empty wide">
        {t('missing.text')} <Link to="/search">{t('nav.trace')}</Link>
      </p>
    </Page>
  );
}
