import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import type { Moment, ScanAnswer } from '../../wire/index.ts';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Verdict } from './scan-verdict.tsx';

/** Is this code genuine: one field that a scanner types into, and the verdict below it. */
export default function ScanPage() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const code = search.get('code') ?? '';
  const check = (next: string): void =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set('code', next);
      return after;
    });
  return (
    <Page title={t('scan.title')} kicker={t('scan.kicker')}>
      <CodeField key={code} code={code} check={check} />
      {code === '' ? <p className="empty wide">{t('scan.ask')}</p> : <Checked code={code} />}
    </Page>
  );
}

/** The field has the focus and its text is selected, so that the next scan takes the place of the last. */
function CodeField({ code, check }: { code: string; check: (code: string) => void }) {
  const { t } = useTexts();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <form
      className="scan-form wide"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = field.current?.value ?? '';
        if (typed.trim() !== '') check(typed);
        field.current?.select();
      }}
    >
      <label htmlFor="scan-code">{t('scan.code')}</label>
      <input
        id="scan-code"
        ref={field}
        defaultValue={code}
        placeholder="(01)09506000134352(10)LOT-1"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
      />
      <Button type="primary" htmlType="submit">
        {t('scan.check')}
      </Button>
    </form>
  );
}

function Checked({ code }: { code: string }) {
  const { t } = useTexts();
  const address = addressOf('/api/scan', { code });
  const reading = useAnswer<ScanAnswer & { readonly moment?: Moment }>(address);
  return (
    <Tile title={t('scan.verdict')} reading={reading} wide source={{ formula: t('scan.formula'), address }}>
      {(answer) => <Verdict answer={answer} />}
    </Tile>
  );
}
