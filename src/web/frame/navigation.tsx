import {
  ApartmentOutlined,
  BankOutlined,
  BranchesOutlined,
  InboxOutlined,
  PieChartOutlined,
  ScanOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { Link, NavLink } from 'react-router';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type TextKey } from '../texts/use-texts.ts';

/** What people come to do, in the order in which most of them do it. */
const PLACES: readonly { readonly path: string; readonly text: TextKey; readonly icon: ComponentType }[] = [
  { path: '/', text: 'nav.overview', icon: ApartmentOutlined },
  { path: '/search', text: 'nav.trace', icon: BranchesOutlined },
  { path: '/scan', text: 'nav.scan', icon: ScanOutlined },
  { path: '/organisations', text: 'nav.organisations', icon: BankOutlined },
  { path: '/quotas', text: 'nav.quotas', icon: PieChartOutlined },
  { path: '/capture', text: 'nav.capture', icon: InboxOutlined },
];

/** The left navigation; links keep the page's moment. */
export function Navigation() {
  const { t } = useTexts();
  const address = useAddress();
  return (
    <nav className="navigation" aria-label={t('frame.navigation')}>
      <Link className="brand" to={address('/')}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span>{t('app.name')}</span>
      </Link>
      <ul>
        {PLACES.map(({ path, text, icon: Icon }) => (
          <li key={path}>
            <NavLink to={address(path)} end={path === '/'}>
              <Icon aria-hidden="true" />
              {t(text)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
