import { Link, Navigate, useLocation } from 'react-router';
import { Page } from '../frame/page.tsx';
import { addressOf } from '../reading/address.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The path of a GS1 Digital Link. */
const DIGITAL_LINK = /^\/\d{2,4}\/./;

/** There is no page at this address. A GS1 Digital Link comes here when the server refused it: the scan check says why. */
export default function NotFoundPage() {
  const { t } = useTexts();
  const { pathname } = useLocation();
  if (DIGITAL_LINK.test(pathname)) return <Navigate to={addressOf('/scan', { code: window.location.href })} replace />;
  return (
    <Page title={t('notFound.title')}>
      <p className="empty wide">
        {t('notFound.text')} <Link to="/">{t('nav.overview')}</Link>
      </p>
    </Page>
  );
}
