import { Button } from 'antd';
import { useParams } from 'react-router';
import type { Moment, Passport, PassportOrigin, PassportParty } from '../../wire/index.ts';
import { Fact, Facts, Page } from '../frame/page.tsx';
import { Tile } from '../frame/tile.tsx';
import { shortLot } from '../figures/names.ts';
import { writeSignificant } from '../figures/numbers.ts';
import { writeDay, writeMinute } from '../figures/times.ts';
import { useAnswer } from '../reading/use-answer.ts';
import { useTexts } from '../texts/use-texts.ts';
import { OriginBars } from './origin-bars.tsx';

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
  const { t, word } = useTexts();
  const { status, revocation, maker, madeAt, mass, quotas, product } = passport;
  const covered = quotas.length > 0 && quotas.every((cover) => cover.covered);
  return (
    <>
      {status === 'revoked' ? (
        <p className="verdict bad" role="alert">
          ▲ {t('passport.revoked', { at: writeDay(revocation?.at ?? ''), reason: revocation?.reason ?? '' })}
        </p>
      ) : null}
      <ul className="verdicts">
        {quotas.map((cover) => (
          <li key={`${cover.year} ${cover.province} ${cover.holder?.id ?? ''}`} className={cover.covered ? 'good' : 'bad'}>
            <span aria-hidden="true">{cover.covered ? '✓' : '▲'}</span>{' '}
            {t(cover.covered ? 'passport.within' : 'passport.uncovered', { year: cover.year, province: cover.province ?? '–' })}
          </li>
        ))}
        {quotas.length === 0 || covered ? null : <li className="quiet">{t('passport.uncoveredHint')}</li>}
        {quotas.length === 0 ? <li className="quiet">{t('passport.noQuota')}</li> : null}
      </ul>
      <Facts>
        <Fact name={t('passport.maker')}>
          <Party party={maker.organisation} />
        </Fact>
        <Fact name={t('passport.place')}>
          <Party party={maker.site} /> {maker.province ?? ''}
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
  const { t, word } = useTexts();
  const elements = [...new Set(origins.flatMap(({ shares }) => Object.keys(shares)))];
  if (origins.length === 0) return <p className="empty">{t('passport.noOrigins')}</p>;
  return (
    <>
      <OriginBars origins={origins} elements={elements} />
      <div className="rows" role="region" aria-label={t('passport.origins')} tabIndex={0}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('passport.origin')}</th>
              {elements.map((element) => (
                <th scope="col" key={element} className="numeric">
                  {element === 'net' ? t('basis.net') : element} %
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {origins.map((origin, place) => (
              <tr key={place}>
                <th scope="row">
                  {[word('originKind', origin.kind), origin.province, origin.deposit].filter((part) => part !== null).join(' · ')}
                  {origin.site === null ? null : (
                    <>
                      {' '}
                      <Party party={origin.site} />
                    </>
                  )}
                </th>
                {elements.map((element) => (
                  <td key={element} className="numeric">
                    {writeSignificant((origin.shares[element] ?? 0) * 100, DIGITS)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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

function Custody({ passport: { custody } }: { passport: Passport }) {
  const { bizStep } = useTexts();
  return (
    <ol className="custody">
      {custody.map((step) => (
        <li key={step.proof.commitment}>
          <time dateTime={step.eventTime}>{writeMinute(step.eventTime)}</time> {bizStep(step.step)}
          <br />
          <span className="quiet">{step.province ?? ''}</span> <Party party={step.organisation} />
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
