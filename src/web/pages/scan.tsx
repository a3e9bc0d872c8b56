import type { Moment, ScanAnswer } from '../../wire/index.ts';
import { AskingField } from '../frame/asking-field.tsx';
import { Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { addressOf } from '../reading/address.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useAsked } from '../reading/use-asked.ts';
import { useTexts } from '../texts/use-texts.ts';
import { Verdict } from './scan-verdict.tsx';

/** Is this code genuine: one field that a scanner types into, and the verdict below it. */
export default function ScanPage() {
  const { t } = useTexts();
  const [code, check] = useAsked('code');
  return (
    <Page title={t('scan.title')} kicker={t('scan.kicker')}>
      <AskingField
        key={code}
        id="scan-code"
        label={t('scan.code')}
        placeholder="(01)09506000134352(10)LOT-1"
        button={t('scan.check')}
        asked={code}
        ask={check}
        isFirst
      />
      {code === '' ? <p className="empty wide">{t('scan.ask')}</p> : <Checked code={code} />}
    </Page>
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
