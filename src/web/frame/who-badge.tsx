import { UserOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useWho } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Who is signed in, with the way to his account; else the way to sign in. */
export function WhoBadge() {
  const { t, word } = useTexts();
  const { who } = useWho();
  if (who === null) return null;
  if (who.account !== null && who.session === 'open')
    return (
      <Link className="who" to="/account" title={word('accessRole', who.role)}>
        <UserOutlined aria-hidden="true" /> {who.name ?? who.account}
      </Link>
    );
  return who.role === 'keeper' ? null : (
    <Link className="who" to="/sign-in">
      {t('signIn.title')}
    </Link>
  );
}

/** Says that nobody has claimed the record, so that whoever sits here may do everything. */
export function OpenRecordStrip() {
  const { t } = useTexts();
  const { who } = useWho();
  if (who?.openRecord !== true) return null;
  return (
    <aside className="strip open-record" aria-label={t('signIn.openTitle')}>
      {t('signIn.open')}
    </aside>
  );
}
