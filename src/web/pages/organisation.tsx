import { Link, useSearchParams } from 'react-router';
import type { OrganisationAnswer, SiteRef } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink, SiteLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { MissingId } from '../frame/missing-id.tsx';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortId } from '../figures/names.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { BalanceTile } from './balance-tile.tsx';
import { CreditTile } from './credit-tile.tsx';
import { MonthTiles } from './month-tiles.tsx';
import { organisationColumns } from './organisations.tsx';
import { QuotaTile } from './quota-tile.tsx';
import { UnheldRows } from './quotas.tsx';

/** One organisation: its balance, its quotas, its sites and members. */
export default function OrganisationPage() {
  const [search] = useSearchParams();
  const id = search.get('id');
  return id === null || id === '' ? <MissingId /> : <OrganisationTiles key={id} id={id} />;
}

function OrganisationTiles({ id }: { id: string }) {
  const texts = useTexts();
  const { t, name } = texts;
  const may = useMay();
  const address = useAddress();
  const from = address('/api/organisation', { id });
  const reading = useAnswer<OrganisationAnswer>(from);
  const answer = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  const title = name(answer?.organisation.name, shortId(id));
  if (reading.state === 'failed')
    return (
      <Page title={title}>
        <Tile title={t('organisation.facts')} reading={reading} wide>
          {() => null}
        </Tile>
      </Page>
    );
  return (
    <Page
      title={title}
      kicker={t('column.organisation')}
      tools={<Link to={address('/flags', { organisation: id })}>{t('flags.ofOrganisation')}</Link>}
    >
      <Tile title={t('organisation.facts')} reading={reading} wide>
        {(ready) => <OrganisationFacts answer={ready} />}
      </Tile>
      {may('conduct.read') ? <CreditTile organisation={id} /> : null}
      <BalanceTile organisation={id} />
      <MonthTiles organisation={id} />
      <QuotaTile title={t('organisation.quotas')} reading={reading} rowsOf={(ready) => ready.quotas} address={from} />
      {(answer?.unheldDraws.length ?? 0) === 0 ? null : (
        <Tile title={t('quotas.unheld')} reading={reading} wide source={{ formula: t('quotas.unheldFormula'), address: from }}>
          {(ready) => <UnheldRows draws={ready.unheldDraws} />}
        </Tile>
      )}
      <ListTile
        title={t('organisation.sites')}
        fileName="ytterby-sites"
        reading={reading}
        rowsOf={(ready) => ready.sites}
        columns={siteColumns(texts)}
        keyOf={(row) => row.id}
        emptyText={t('organisation.noSites')}
      />
      {(answer?.organisation.members.length ?? 0) === 0 ? null : (
        <ListTile
          title={t('organisation.members')}
          fileName="ytterby-members"
          reading={reading}
          rowsOf={(ready) => ready.organisation.members}
          columns={organisationColumns(texts, answer === null ? [] : [answer.organisation])}
          keyOf={(row) => row.id}
          emptyText={t('organisations.none')}
        />
      )}
    </Page>
  );
}

function OrganisationFacts({ answer: { organisation } }: { answer: OrganisationAnswer }) {
  const { t, word } = useTexts();
  return (
    <Facts>
      <Fact name="GLN">
        <span className="identifier" title={organisation.id}>
          {shortId(organisation.id)}
        </span>
      </Fact>
      <Fact name={t('organisation.usci')}>{organisation.usci ?? '–'}</Fact>
      <Fact name={t('column.roles')}>
        {organisation.roles.map((role) => word('role', role)).join(t('list.separator')) || '–'}
      </Fact>
      <Fact name={t('column.group')}>
        {organisation.group === null ? '–' : <OrganisationLink id={organisation.group} called={organisation.groupName} />}
      </Fact>
    </Facts>
  );
}

function siteColumns({ t, name, stage }: Texts): Column<SiteRef>[] {
  return [
    textColumn(
      'name',
      t('column.site'),
      (row) => name(row.name, shortId(row.id)),
      (row) => <SiteLink site={row} />,
    ),
    textColumn('kind', t('column.kind'), (row) => (row.kind === null ? '–' : stage(row.kind))),
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
