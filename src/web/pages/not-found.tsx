import { Link } from 'react-router';
import { Page } from '../frame/page.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** There is no page at this address. */
export default function NotFoundPage() {
  const { t } = useTexts();
  return (
    <Page title={t('notFound.title')}>
      <p className="empty wide">
        {t('notFound.text')} <Link to="/">{t('nav.overview')}</Link>
      </p>
    </Page>
  );
}
