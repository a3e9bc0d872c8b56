import { Link } from 'react-router';
import type { ScanAnswer } from '../../wire/index.ts';
import { SiteLink } from '../frame/links.tsx';
import { Fact, Facts } from '../frame/page.tsx';
import { shortId, shortLot } from '../figures/names.ts';
import { writeMinute } from '../figures/times.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Beside the colour, a shape. */
const SHAPES: Readonly<Record<ScanAnswer['verdict'], string>> = { sound: '✓', suspicious: '▲', unreadable: '✕' };

/** What a scan check found: the verdict in large letters, its reasons, then what the code says. */
export function Verdict({ answer }: { answer: ScanAnswer }) {
  const { t, word } = useTexts();
  const { verdict, refusal, suspicions } = answer;
  return (
    <>
      <p className={`verdict ${verdict}`} role="status">
        <span aria-hidden="true">{SHAPES[verdict]} </span>
        {word('verdict', verdict)}
      </p>
      <ul className="reasons">
        {refusal === null ? null : <Refusal code={answer.code} refusal={refusal} />}
        {suspicions.map(({ code, events }) => (
          <li key={code}>
            {word('suspicion', code)}
            {events.length === 0 ? null : <Evidence events={events} />}
          </li>
        ))}
      </ul>
      {refusal === null ? <Meaning answer={answer} /> : <p className="note">{t('scan.forms')}</p>}
    </>
  );
}

/** Why a code cannot be read, with the character at which it goes wrong. */
function Refusal({ code, refusal }: { code: string; refusal: NonNullable<ScanAnswer['refusal']> }) {
  const { t, word, language } = useTexts();
  const { at, ai, message } = refusal;
  return (
    <li>
      {ai === null ? '' : `(${ai}) `}
      {word('refusal', refusal.code)}
      {language === 'en' ? <span className="quiet"> – {message}</span> : null}
      <div className="identifier code-read">
        {code.slice(0, at)}
        <mark>{code.slice(at, at + 1) || '␣'}</mark>
        {code.slice(at + 1)}
        <span className="quiet"> {t('scan.place', { place: at + 1 })}</span>
      </div>
    </li>
  );
}

function Evidence({ events }: { events: readonly string[] }) {
  const { t } = useTexts();
  return (
    <span className="quiet">
      {' '}
      {t('scan.evidence')}{' '}
      {events.map((hash, index) => (
        <a key={hash} href={`/events/${encodeURIComponent(hash)}`} title={hash}>
          {index === 0 ? '' : t('list.separator')}
          {hash.slice(16, 24)}
        </a>
      ))}
    </span>
  );
}

/** What the code names, and every element of it. */
function Meaning({ answer }: { answer: ScanAnswer }) {
  const { t, word, name, bizStep } = useTexts();
  const { kind, lastSeen, elements, form, symbol } = answer;
  return (
    <>
      <Facts>
        <Fact name={kind === null ? t('scan.names') : word('identifierKind', kind)}>
          <ThingLink answer={answer} />
        </Fact>
        {answer.name === null ? null : <Fact name={t('scan.called')}>{name(answer.name, '')}</Fact>}
        <Fact name={t('scan.onRecord')}>{t(answer.onRecord ? 'scan.yes' : 'scan.no')}</Fact>
        {lastSeen === null ? null : (
          <>
            <Fact name={t('scan.lastSeen')}>
              {writeMinute(lastSeen.eventTime)} {bizStep(lastSeen.bizStep)}
            </Fact>
            <Fact name={t('column.site')}>
              <SiteLink site={lastSeen.site} />
            </Fact>
          </>
        )}
        <Fact name={t('scan.readAs')}>
          {form === null ? '–' : word('codeForm', form)}
          {symbol === null ? '' : ` (${symbol})`}
        </Fact>
      </Facts>
      <table className="elements">
        <caption className="sr-only">{t('scan.elements')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('scan.element')}</th>
            <th scope="col">{t('scan.value')}</th>
            <th scope="col">{t('scan.checkDigit')}</th>
          </tr>
        </thead>
        <tbody>
          {elements.map(({ ai, title, value, checkDigit }) => (
            <tr key={ai}>
              <td>
                ({ai}) {title}
              </td>
              <td className="identifier">{value}</td>
              <td>{checkDigit === 'right' ? `✓ ${t('scan.right')}` : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** A link to the page of what the code names, where the record knows it. */
function ThingLink({ answer }: { answer: ScanAnswer }) {
  const address = useAddress();
  const { id, kind } = answer;
  if (id === null || kind === null) return <>–</>;
  const called = kind === 'lot' || kind === 'item' ? shortLot(id) : shortId(id);
  if (!answer.onRecord) return <span className="identifier">{called}</span>;
  const target = kind === 'product' ? address('/search', { q: shortId(id) }) : address(`/${pageOf(kind)}`, { id });
  return (
    <Link to={target} title={id}>
      <span className="identifier">{called}</span>
    </Link>
  );
}

function pageOf(kind: NonNullable<ScanAnswer['kind']>): string {
  return kind === 'site' || kind === 'organisation' ? kind : 'lot';
}
