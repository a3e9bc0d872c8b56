import type { CreditAnswer } from '../../wire/index.ts';
import { Tile } from '../frame/tile.tsx';
import { useAnswer } from '../reading/use-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

/** The credit of one enterprise, with all that takes from it. */
export function CreditTile({ organisation }: { organisation: string }) {
  const { t, name } = useTexts();
  const from = useAddress()('/api/credit', { organisation });
  const reading = useAnswer<CreditAnswer>(from);
  return (
    <Tile title={t('conduct.credit')} reading={reading} wide source={{ formula: t('conduct.creditFormula'), address: from }}>
      {({ scores: [row] }) =>
        row === undefined ? (
          <p className="empty">{t('conduct.creditNone')}</p>
        ) : (
          <>
            <p className="verdict">{t('credit.score', { score: row.score })}</p>
            <ul>
              {row.deductions.map(({ item, name: called, points, what }) => (
                <li key={item}>{`${name(called, item)} ×${what.length} −${points}`}</li>
              ))}
            </ul>
          </>
        )
      }
    </Tile>
  );
}
