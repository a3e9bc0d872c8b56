import type { EnterpriseRow, EnterprisesAnswer, GroupShare, OrganisationRef } from '../../wire/index.ts';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

/** Everyone on record as of the day: groups, enterprises, plants, traders; how much of the industry is in groups. */
export default function OrganisationsPage() {
  const texts = useTexts();
  const { t } = texts;
  const from = useAddress()('/api/enterprises');
  const reading = useAnswer<EnterprisesAnswer>(from);
  const all = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.enterprises : [];
  const day = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.day : '';
  const source = { formula: t('organisations.formula'), address: from };
  return (
    <Page title={t('organisations.title')} kicker={t('organisations.kicker')}>
      <Tile title={t('organisations.structure')} reading={reading} wide source={source}>
        {(answer) => <StructureFacts answer={answer} />}
      </Tile>
      <ListTile
        title={t('organisations.title')}
        fileName="ytterby-organisations"
        reading={reading}
        rowsOf={(answer) => answer.enterprises}
        columns={enterpriseColumns(texts, all, day)}
        keyOf={(row) => row.id}
        emptyText={t('organisations.none')}
        filterable
      />
    </Page>
  );
}

function StructureFacts({ answer: { day, mines, separationEnterprises, capacity } }: { answer: EnterprisesAnswer }) {
  const { t, word } = useTexts();
  const share = ({ all, inGroups }: GroupShare): string => `${inGroups} / ${all}`;
  return (
    <Facts>
      <Fact name={t('organisations.day')}>{day}</Fact>
      <Fact name={t('organisations.minesInGroups')}>{share(mines)}</Fact>
      <Fact name={t('organisations.separatorsInGroups')}>{share(separationEnterprises)}</Fact>
      {capacity.map(({ process, tonnes }) => (
        <Fact key={process} name={t('organisations.capacity', { process: word('lineProcess', process) })}>
          {`${writeSignificant(tonnes)} ${t('organisations.tonnesYear')}`}
        </Fact>
      ))}
    </Facts>
  );
}

function enterpriseColumns(texts: Texts, all: readonly EnterpriseRow[], day: string): Column<EnterpriseRow>[] {
  const { t, word } = texts;
  const standing = textColumn<EnterpriseRow>('state', t('organisations.state'), (row) => word('standing', row.state));
  const last = textColumn<EnterpriseRow>('last', t('organisations.last'), (row) => lastEventOf(row, texts, all, day));
  const [name, group, ...others] = organisationColumns(texts, all);
  return [name!, standing, group!, last, ...others];
}

function lastEventOf({ history }: EnterpriseRow, { name, word }: Texts, all: readonly EnterpriseRow[], day: string): string {
  const event = history.findLast(({ on }) => on <= day);
  if (event === undefined) return '–';
  const other = event.other === null ? '' : name(all.find(({ id }) => id === event.other)?.name, shortId(event.other));
  return `${event.on} ${word('lifeEvent', event.what)} ${other}`.trim();
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
