import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BellOutlined,
  BranchesOutlined,
  DatabaseOutlined,
  DiffOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  FlagOutlined,
  FolderOpenOutlined,
  FormOutlined,
  EyeOutlined,
  InboxOutlined,
  LockOutlined,
  PieChartOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  ShareAltOutlined,
  StockOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import { Link, NavLink } from 'react-router';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type TextKey } from '../texts/use-texts.ts';

/** What people come to do, in the order in which most of them do it. */
const PLACES: readonly { readonly path: string; readonly text: TextKey; readonly icon: ComponentType; readonly act: string }[] = [
  { path: '/', text: 'nav.overview', icon: ApartmentOutlined, act: 'statistics.read' },
  { path: '/flags', text: 'nav.flags', icon: FlagOutlined, act: 'flag.read' },
  { path: '/unaccounted-sites', text: 'nav.unaccounted', icon: DiffOutlined, act: 'balance.read' },
  { path: '/cases', text: 'nav.cases', icon: FolderOpenOutlined, act: 'case.read' },
  { path: '/conduct', text: 'nav.conduct', icon: AuditOutlined, act: 'standard.read' },
  { path: '/search', text: 'nav.trace', icon: BranchesOutlined, act: 'search.read' },
  { path: '/scan', text: 'nav.scan', icon: ScanOutlined, act: 'code.scan' },
  { path: '/organisations', text: 'nav.organisations', icon: BankOutlined, act: 'registry.read' },
  { path: '/map', text: 'nav.map', icon: EnvironmentOutlined, act: 'flag.read' },
  { path: '/quotas', text: 'nav.quotas', icon: PieChartOutlined, act: 'quota.read' },
  { path: '/reserves', text: 'nav.reserves', icon: DatabaseOutlined, act: 'balance.read' },
  { path: '/indicators', text: 'nav.indicators', icon: BarChartOutlined, act: 'indicator.read' },
  { path: '/prices', text: 'nav.prices', icon: StockOutlined, act: 'standard.read' },
  { path: '/forms', text: 'nav.forms', icon: FormOutlined, act: 'form.read' },
  { path: '/disclosure', text: 'nav.disclosure', icon: ReadOutlined, act: 'standard.read' },
  { path: '/separation', text: 'nav.separation', icon: ExperimentOutlined, act: 'standard.read' },
  { path: '/log', text: 'nav.log', icon: SafetyCertificateOutlined, act: 'log.read' },
  { path: '/capture', text: 'nav.capture', icon: InboxOutlined, act: 'events.capture' },
  { path: '/subscriptions', text: 'nav.subscriptions', icon: BellOutlined, act: 'subscription.hold' },
  { path: '/shares', text: 'nav.shares', icon: ShareAltOutlined, act: 'share.give' },
  { path: '/members', text: 'nav.members', icon: TeamOutlined, act: 'members.manage' },
  { path: '/audit', text: 'nav.audit', icon: EyeOutlined, act: 'audit.read' },
  { path: '/permissions', text: 'nav.permissions', icon: LockOutlined, act: 'standard.read' },
];

/** The left navigation; links keep the page's moment. */
export function Navigation() {
  const { t } = useTexts();
  const address = useAddress();
  const may = useMay();
  return (
    <nav className="navigation" aria-label={t('frame.navigation')}>
      <Link className="brand" to={address('/')}>
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span>{t('app.name')}</span>
      </Link>
      <ul>
        {PLACES.filter(({ act }) => may(act)).map(({ path, text, icon: Icon }) => (
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
