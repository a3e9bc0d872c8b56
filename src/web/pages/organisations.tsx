import type { Moment, OrganisationRef } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { Page } from '../frame/page.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

interface OrganisationsAnswer {
  readonly moment?: Moment;
  readonly organisations: OrganisationRef[];
}

const ADDRESS = '/api/organisations';

/** Everyone on record: groups, enterprises, plants, traders. */
export default function OrganisationsPage() {
  const texts = useTexts();
  const { t } = texts;
  const reading = useAnswer<OrganisationsAnswer>(ADDRESS);
  const all = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.organisations : [];
  return (
    <Page title={t('organisations.title')} kicker={t('organisations.kicker')}>
      <ListTile
        title={t('organisations.title')}
        fileName="ytterby-organisations"
        reading={reading}
        rowsOf={(answer) => answer.organisations}
        columns={organisationColumns(texts, all)}
        keyOf={(row) => row.id}
        emptyText={t('organisations.none')}
        filterable
      />
    </Page>
  );
}

/** The columns of a list of organisations; `all` gives the groups their names. */
export function organisationColumns({ t, name, word }: Texts, all: readonly OrganisationRef[]): Column<OrganisationRef>[] {
  const called = new Map(all.map((each) => [each.id, each.name]));
  const groupOf = (row: OrganisationRef): string => (row.group === null ? '' : name(called.get(row.group), shortId(row.group)));
  return [
    textColumn(
      'name',
      t('column.organisation'),
      (row) => name(row.name, shortId(row.id)),
      (row) => <OrganisationLink id={row.id} called={row.name} />,
    ),
    textColumn('group', t('column.group'), groupOf, (row) =>
      row.group === null ? '–' : <OrganisationLink id={row.group} called={called.get(row.group) ?? null} />,
    ),
    textColumn('roles', t('column.roles'), (row) => row.roles.map((role) => word('role', role)).join(t('list.separator'))),
    numberColumn('sites', t('column.sites'), (row) => row.sites),
    textColumn(
      'id',
      'GLN',
      (row) => shortId(row.id),
      (row) => (
        <span className="identifier quiet" title={row.id}>
          {shortId(row.id)}
        </span>
      ),
    ),
  ];
}
