import { Button } from 'antd';
import { useState } from 'react';
import type { Moment, ShareRow } from '../../wire/index.ts';
import { textColumn, type Column } from '../frame/columns.tsx';
import { Field, Form, Section } from '../frame/form.tsx';
import { ListTile } from '../frame/list-tile.tsx';
import { OrganisationField } from '../frame/organisation-field.tsx';
import { Page } from '../frame/page.tsx';
import { shortId } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useChange } from '../reading/use-change.ts';
import { useMay, useWho } from '../reading/use-who.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

const ADDRESS = '/api/access/shares';

/** What the own organisation lets others see of itself, and what others let it see. */
export default function SharesPage() {
  const texts = useTexts();
  const { t } = texts;
  const { who } = useWho();
  const may = useMay();
  const change = useChange();
  const [renewal, setRenewal] = useState(0);
  const [other, setOther] = useState('');
  const [what, setWhat] = useState('');
  const reading = useAnswer<{ shares: ShareRow[]; moment?: Moment }>(ADDRESS, renewal);
  const send = async (method: 'POST' | 'DELETE', address: string, body?: object): Promise<void> => {
    await change.send(method, address, body);
    setRenewal((count) => count + 1);
  };
  const isSite = what.includes('/414/');
  const wish = {
    organisation: who?.organisation ?? '',
    with: other,
    site: isSite ? what : null,
    lot: isSite ? null : what,
    until: null,
  };
  return (
    <Page title={t('shares.title')} kicker={t('shares.kicker')}>
      <ListTile
        title={t('shares.list')}
        fileName="ytterby-shares"
        reading={reading}
        rowsOf={(answer) => answer.shares}
        columns={shareColumns(texts, who?.organisation ?? null, (id) => void send('DELETE', `${ADDRESS}/${id}`))}
        keyOf={(row) => row.id}
        emptyText={t('shares.none')}
      />
      {may('share.give') ? (
        <Section title={t('shares.give')}>
          <Form
            button={t('shares.give')}
            busy={change.busy}
            problem={change.problem}
            failed={t('members.failed')}
            send={() => void send('POST', ADDRESS, wish)}
          >
            <OrganisationField
              label={t('shares.with')}
              hint="https://id.gs1.org/417/…"
              value={other}
              choose={setOther}
              required
            />
            <Field
              label={t('shares.what')}
              hint={t('shares.whatHint')}
              value={what}
              onChange={(event) => setWhat(event.target.value)}
              required
            />
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

function shareColumns({ t }: Texts, own: string | null, withdraw: (id: string) => void): Column<ShareRow>[] {
  return [
    textColumn('organisation', t('shares.from'), (row) => shortId(row.organisation)),
    textColumn('with', t('shares.with'), (row) => shortId(row.with)),
    textColumn('what', t('shares.what'), (row) => row.site ?? row.lot ?? ''),
    textColumn('since', t('shares.since'), (row) => writeMinute(row.from)),
    textColumn(
      'state',
      t('members.state'),
      (row) => (row.withdrawn === null ? t('members.active') : t('shares.withdrawn')),
      (row) =>
        row.withdrawn === null && (own === null || row.organisation === own) ? (
          <Button size="small" onClick={() => withdraw(row.id)}>
            {t('shares.withdraw')}
          </Button>
        ) : row.withdrawn === null ? (
          t('members.active')
        ) : (
          t('shares.withdrawn')
        ),
    ),
  ];
}
