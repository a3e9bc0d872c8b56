import { Button } from 'antd';
import { useParams } from 'react-router';
import type { Moment, Passport, PassportOrigin, PassportParty } from '../../wire/index.ts';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortLot } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { groupCovers } from '../figures/origin-groups.ts';
import { writeDay, writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { OriginBars } from './origin-bars.tsx';
import { OriginTable } from './origin-table.tsx';

const DIGITS = 3;

/** A lot's passport, for whoever scanned its code with a telephone: what it is, where it comes from, whether it was mined within quota. */
export default function PassportPage() {
  const { t, name } = useTexts();
  const lot = useParams()['*'] ?? '';
  const address = `/passports/${encodeURIComponent(lot)}`;
  const reading = useAnswer<Passport & { readonly moment?: Moment }>(address);
  const passport = reading.state === 'ready' || reading.state === 'stale' ? reading.answer : null;
  return (
    <Page
      title={
        passport?.product === undefined || passport.product === null ? shortLot(lot) : name(passport.product.name, shortLot(lot))
      }
      kicker={<span className="identifier">{lot}</span>}
      tools={
        <>
          <Button onClick={() => void save(address, 'application/vc+jwt')}>{t('passport.credential')}</Button>
          <Button onClick={() => void save(address, 'application/vc+sd-jwt')}>{t('passport.selective')}</Button>
        </>
      }
    >
      <Tile title={t('passport.verdict')} reading={reading} wide>
        {(answer) => <Verdict passport={answer} />}
      </Tile>
      <Tile title={t('passport.origins')} reading={reading} wide source={{ formula: t('passport.originsFormula'), address }}>
        {({ origins }) => <Origins origins={origins} />}
      </Tile>
      <Tile title={t('passport.composition')} reading={reading}>
        {(answer) => <Composition passport={answer} />}
      </Tile>
      <Tile title={t('passport.custody')} reading={reading}>
        {(answer) => <Custody passport={answer} />}
      </Tile>
      <Tile title={t('passport.proof')} reading={reading} wide>
        {(answer) => <Proof passport={answer} />}
      </Tile>
    </Page>
  );
}

/** Saves a credential as a file; a link could not say which form it wants. */
async function save(address: string, accept: string): Promise<void> {
  const response = await fetch(address, { headers: { accept } });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = accept.endsWith('sd-jwt') ? 'passport.sd-jwt' : 'passport.jwt';
  link.click();
  URL.revokeObjectURL(link.href);
}

function Verdict({ passport }: { passport: Passport }) {
  const { t, word, province } = useTexts();
  const { status, revocation, maker, madeAt, mass, quotas, product } = passport;
  const covers = groupCovers(quotas);
  return (
    <>
      {status === 'revoked' ? (
        <p className="verdict bad" role="alert">
          ▲ {t('passport.revoked', { at: writeDay(revocation?.at ?? ''), reason: revocation?.reason ?? '' })}
        </p>
      ) : null}
      <ul className="verdicts">
        {covers.map(({ year, covered, provinces }) => (
          <li key={`${year} ${covered}`} className={covered ? 'good' : 'bad'}>
            <span aria-hidden="true">{covered ? '✓' : '▲'}</span>{' '}
            {t(covered ? 'passport.within' : 'passport.uncovered', {
              year,
              provinces: provinces.map(province).join(t('list.separator')),
            })}
          </li>
        ))}
        {covers.every(({ covered }) => covered) ? null : <li className="quiet">{t('passport.uncoveredHint')}</li>}
        {quotas.length === 0 ? <li className="quiet">{t('passport.noQuota')}</li> : null}
      </ul>
      <Facts>
        <Fact name={t('passport.maker')}>
          <Party party={maker.organisation} />
        </Fact>
        <Fact name={t('passport.place')}>
          <Party party={maker.site} /> {province(maker.province)}
        </Fact>
        <Fact name={t('passport.made')}>{madeAt === null ? '–' : writeDay(madeAt)}</Fact>
        <Fact name={t('passport.kind')}>{product === null ? '–' : word('productKind', product.kind)}</Fact>
        <Fact name={t('passport.mass')}>
          {mass === null ? '–' : `${writeSignificant(mass.value, DIGITS + 2)} ± ${writeSignificant(mass.sd, 2)} kg`}
        </Fact>
        <Fact name={t('passport.energy')}>
          {passport.energyKwhPerKg === null
            ? t('passport.notRecorded')
            : `${writeSignificant(passport.energyKwhPerKg, DIGITS)} kWh/kg`}
        </Fact>
        <Fact name={t('passport.emissions')}>
          {passport.emissionsKgPerKg === null
            ? t('passport.notRecorded')
            : `${writeSignificant(passport.emissionsKgPerKg, DIGITS)} kg CO₂e/kg`}
        </Fact>
        {passport.licences.length === 0 ? null : (
          <Fact name={t('passport.licences')}>{passport.licences.join(t('list.separator'))}</Fact>
        )}
      </Facts>
    </>
  );
}

function Party({ party }: { party: PassportParty }) {
  const { t, name } = useTexts();
  return party === null ? <span className="quiet">{t('passport.undisclosed')}</span> : <>{name(party.name, party.id)}</>;
}

function Origins({ origins }: { origins: readonly PassportOrigin[] }) {
  const { t } = useTexts();
  const elements = [...new Set(origins.flatMap(({ shares }) => Object.keys(shares)))];
  if (origins.length === 0) return <p className="empty">{t('passport.noOrigins')}</p>;
  return (
    <>
      <OriginBars origins={origins} elements={elements} />
      <OriginTable origins={origins} elements={elements} />
    </>
  );
}

function Composition({ passport: { composition, assay } }: { passport: Passport }) {
  const { t, name } = useTexts();
  if (composition.length === 0) return <p className="empty">{t('passport.noComposition')}</p>;
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('passport.element')}</th>
            <th scope="col" className="numeric">
              {t('passport.percent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {composition.map((row) => (
            <tr key={row.element}>
              <th scope="row">{row.element}</th>
              <td className="numeric">
                {writeSignificant(row.percent, DIGITS)} ± {writeSignificant(row.sdPercent, 2)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {assay === null ? null : (
        <p className="quiet">
          {[assay.method, assay.laboratory === null ? null : name(assay.laboratory.name, '')]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      )}
    </>
  );
}

function Custody({ passport: { lot, custody } }: { passport: Passport }) {
  const { bizStep, province } = useTexts();
  return (
    <ol className="custody">
      {custody.map((step) => (
        <li key={step.proof.commitment}>
          <time dateTime={step.eventTime}>{writeMinute(step.eventTime)}</time> {bizStep(step.step)}{' '}
          {step.lot === lot ? null : <span className="identifier">{shortLot(step.lot)}</span>}
          <br />
          <span className="quiet">{province(step.province)}</span> <Party party={step.organisation} />
        </li>
      ))}
    </ol>
  );
}

function Proof({ passport: { custody, log } }: { passport: Passport }) {
  const { t } = useTexts();
  return (
    <>
      <p>{t('passport.proved', { count: custody.length })}</p>
      <Facts>
        <Fact name={t('log.key')}>
          <code className="identifier">{log.key}</code>
        </Fact>
      </Facts>
      <p className="quiet">{t('passport.offline')}</p>
    </>
  );
}
