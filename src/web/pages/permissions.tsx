import type { Moment, Permissions } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Row = Permissions['acts'][number];

const SIGNS = { none: '–', published: '●', own: '◐', all: '⬤' } as const;

/** The one table of permissions: each act, and how far each role reaches with it. */
export default function PermissionsPage() {
  const texts = useTexts();
  const { t } = texts;
  const reading = useAnswer<Permissions & { readonly moment?: Moment }>('/api/access/permissions');
  const roles = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.roles : [];
  return (
    <Page title={t('permissions.title')} kicker={t('permissions.kicker')}>
      <p className="note wide">{t('permissions.signs')}</p>
      <ListTile
        title={t('permissions.title')}
        fileName="ytterby-permissions"
        reading={reading}
        rowsOf={(answer) => answer.acts}
        columns={[
          textColumn('act', t('audit.act'), (row: Row) => texts.word('act', row.act)),
          textColumn('code', t('permissions.code'), (row: Row) => row.act),
          ...roles.map((role, place) => roleColumn(texts, role, place)),
        ]}
        keyOf={(row) => row.act}
        emptyText={t('tile.empty')}
        filterable
      />
    </Page>
  );
}

function roleColumn({ t, word }: Texts, role: string, place: number): Column<Row> {
  const reach = (row: Row) => row.reach[place] ?? 'none';
  return textColumn(
    role,
    word('accessRole', role),
    (row) => t(`permissions.${reach(row)}`),
    (row) => (
      <span title={t(`permissions.${reach(row)}`)}>
        <span aria-hidden="true">{SIGNS[reach(row)]}</span>
        <span className="sr-only">{t(`permissions.${reach(row)}`)}</span>
      </span>
    ),
  );
}
