import { useState } from 'react';
import type { ConductAnswer, CreditAnswer, CreditRow, DossierRow, ListingRow, ListsAnswer } from '../../wire/index.ts';
import { AskingField } from '../frame/asking-field.tsx';
import { numberColumn, textColumn, type Column } from '../frame/columns.tsx';
import { OrganisationLink } from '../frame/links.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { Page } from '../frame/page.tsx';
import { writeDay } from '../figures/times.ts';
import { useAnswer, type Reading } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useMay } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';
import { DossierDetail } from './conduct-dossier.tsx';
import { NewDossier } from './conduct-forms.tsx';
import { PatrolsTile } from './conduct-patrols.tsx';
import { NoticesTile } from './conduct-notices.tsx';

const PERCENT = 100;

/** How enterprises behave: who is announced and who is black-listed, every dossier, what authorities were told, credit. */
export default function ConductPage() {
  const { t } = useTexts();
  const may = useMay();
  const [renewal, setRenewal] = useState(0);
  return (
    <Page title={t('conduct.title')} kicker={t('conduct.kicker')}>
      <ListsTile renewal={renewal} />
      {may('patrol.read') ? <PatrolsTile /> : null}
      {may('conduct.read') ? <DossierTiles renewal={renewal} done={() => setRenewal((count) => count + 1)} /> : null}
    </Page>
  );
}

function DossierTiles({ renewal, done }: { renewal: number; done: () => void }) {
  const may = useMay();
  const from = useAddress()('/api/conduct');
  const reading = useAnswer<ConductAnswer>(from, renewal);
  return (
    <>
      <DossiersTile reading={reading} from={from} done={done} />
      <NoticesTile reading={reading} from={from} done={done} />
      <CreditTile renewal={renewal} />
      {may('conduct.apply') || may('conduct.decide') ? <NewDossier done={done} /> : null}
    </>
  );
}

function ListsTile({ renewal }: { renewal: number }) {
  const texts = useTexts();
  const { t } = texts;
  const address = useAddress();
  const [asked, ask] = useAsked('name');
  const from = address('/api/lists', asked === '' ? {} : { name: asked });
  const reading = useAnswer<ListsAnswer>(from, renewal);
  const day = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.day : '';
  return (
    <>
      <AskingField
        id="listed-name"
        label={t('conduct.seek')}
        placeholder={t('conduct.seekHint')}
        button={t('conduct.seekDo')}
        asked={asked}
        ask={ask}
      />
      <ListTile
        title={t('conduct.lists', { day })}
        fileName="ytterby-lists"
        reading={reading}
        rowsOf={(answer) => answer.listings}
        columns={listColumns(texts, asked !== '')}
        keyOf={({ organisation, colour, from: begin }) => `${organisation} ${colour} ${begin}`}
        emptyText={t('conduct.listsNone')}
        source={{ formula: t('conduct.listsFormula'), address: from }}
        mark={({ colour }) => colour === 'black'}
        filterable
      />
    </>
  );
}

function listColumns({ t, name, word }: Texts, isSought: boolean): Column<ListingRow>[] {
  const like = numberColumn<ListingRow>(
    'like',
    t('conduct.like'),
    ({ likeness }) => likeness?.score ?? 0,
    ({ likeness }) =>
      likeness === null
        ? '–'
        : `${Math.round(likeness.score * PERCENT)} % ${t(likeness.by === 'name' ? 'conduct.byName' : 'conduct.byPinyin')}`,
  );
  return [
    textColumn('colour', t('conduct.colour'), (row) => word('listColour', row.colour)),
    textColumn(
      'enterprise',
      t('conduct.enterprise'),
      (row) => name(row.name, row.organisation),
      (row) => <OrganisationLink id={row.organisation} called={row.name} />,
    ),
    ...(isSought ? [like] : []),
    textColumn('usci', t('organisation.usci'), (row) => row.usci ?? '–'),
    textColumn('ground', t('conduct.ground'), (row) => row.ground),
    textColumn('from', t('conduct.from'), (row) => row.from),
    textColumn('to', t('conduct.to'), (row) => row.to ?? '–'),
  ];
}

function DossiersTile({ reading, from, done }: { reading: Reading<ConductAnswer>; from: string; done: () => void }) {
  const texts = useTexts();
  const { t } = texts;
  const count = reading.state === 'ready' || reading.state === 'stale' ? reading.answer.dossiers.length : 0;
  return (
    <ListTile
      title={t('conduct.dossiers', { count })}
      fileName="ytterby-conduct"
      reading={reading}
      rowsOf={(answer) => answer.dossiers}
      columns={dossierColumns(texts)}
      keyOf={(row) => row.id}
      emptyText={t('conduct.dossiersNone')}
      source={{ formula: t('conduct.dossiersFormula'), address: from }}
      open={(row) => <DossierDetail row={row} done={done} />}
      filterable
    />
  );
}

function dossierColumns({ t, name, word }: Texts): Column<DossierRow>[] {
  return [
    textColumn('kind', t('conduct.kind'), (row) => word('dossierKind', row.kind)),
    textColumn(
      'enterprise',
      t('conduct.enterprise'),
      (row) => name(row.organisationName, row.organisation),
      (row) => <OrganisationLink id={row.organisation} called={row.organisationName} />,
    ),
    textColumn('subject', t('conduct.subject'), (row) => word('applicant', row.subject)),
    textColumn('status', t('conduct.status'), (row) => word('dossierStatus', row.status)),
    textColumn('from', t('conduct.from'), (row) => row.listedFrom ?? '–'),
    textColumn('to', t('conduct.to'), (row) => row.listedTo ?? '–'),
    textColumn('last', t('conduct.last'), (row) => {
      const act = row.acts.at(-1);
      return act === undefined ? '' : `${writeDay(act.at)} ${word('conductAct', act.act)}`;
    }),
  ];
}

function CreditTile({ renewal }: { renewal: number }) {
  const texts = useTexts();
  const { t } = texts;
  const from = useAddress()('/api/credit');
  const reading = useAnswer<CreditAnswer>(from, renewal);
  return (
    <ListTile
      title={t('conduct.credit')}
      fileName="ytterby-credit"
      reading={reading}
      rowsOf={(answer) => answer.scores}
      columns={creditColumns(texts)}
      keyOf={(row) => row.organisation}
      emptyText={t('conduct.creditNone')}
      source={{ formula: t('conduct.creditFormula'), address: from }}
      mark={({ score }) => score < PERCENT}
      filterable
    />
  );
}

function creditColumns({ t, name }: Texts): Column<CreditRow>[] {
  return [
    numberColumn('score', t('conduct.score'), (row) => row.score),
    textColumn(
      'enterprise',
      t('conduct.enterprise'),
      (row) => name(row.name, row.organisation),
      (row) => <OrganisationLink id={row.organisation} called={row.name} />,
    ),
    textColumn('deductions', t('conduct.deductions'), (row) =>
      row.deductions.map((one) => `${name(one.name, one.item)} ×${one.what.length} −${one.points}`).join(t('list.separator')),
    ),
  ];
}
