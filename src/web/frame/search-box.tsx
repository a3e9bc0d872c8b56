import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { SearchAnswer } from '../../wire/index.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { addressOf } from '../reading/address.ts';
import { fetchAnswer } from '../reading/fetch-answer.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts, type Texts } from '../texts/use-texts.ts';

type Hit = SearchAnswer['hits'][number];

const PAUSE_MS = 200;
const SUGGESTED_MAX = 8;

/** Finds any lot, organisation or site: suggestions while typing (arrows and Enter choose one), all hits on Enter alone. */
export function SearchBox() {
  const texts = useTexts();
  const go = useNavigate();
  const address = useAddress();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(-1);
  const hits = useSuggestions(typed);
  const choose = (hit: Hit | undefined): void => {
    const path = hit === undefined ? null : pathOfHit(hit);
    void go(hit === undefined || path === null ? address('/search', { q: typed.trim() }) : address(path, { id: hit.id }));
    setTyped('');
    setAt(-1);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setTyped('');
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setAt((before) => Math.max(-1, Math.min(hits.length - 1, before + (event.key === 'ArrowDown' ? 1 : -1))));
  };
  const open = hits.length > 0;
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        choose(hits[at]);
      }}
    >
      <input
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        aria-label={texts.t('frame.search')}
        placeholder={texts.t('frame.search')}
        value={typed}
        onKeyDown={press}
        onBlur={() => setTyped('')}
        {...(open && at >= 0 ? { 'aria-activedescendant': `${list}-${at}` } : {})}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(-1);
        }}
      />
      <div id={list} role="listbox" aria-label={texts.t('search.hits')} hidden={!open}>
        {hits.map((hit, index) => (
          <div
            key={`${hit.kind} ${hit.id}`}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(hit);
            }}
          >
            <span>{nameOfHit(hit, texts)}</span>
            <span className="quiet">{texts.word('hit', hit.kind)}</span>
          </div>
        ))}
      </div>
    </form>
  );
}

/** The page of a hit; a product has none of its own. */
export function pathOfHit(hit: Hit): string | null {
  if (hit.kind === 'lot') return '/lot';
  if (hit.kind === 'site') return '/site';
  return hit.kind === 'organisation' ? '/organisation' : null;
}

/** A hit's own name: a lot is called by its lot number. */
export function nameOfHit(hit: Hit, texts: Texts): string {
  return hit.kind === 'lot' ? shortLot(hit.id) : texts.name(hit.name, shortId(hit.id));
}

/** Suggestions for what is typed, after a pause; none is shown when they cannot be had, for Enter leads to the page that says why. */
function useSuggestions(typed: string): Hit[] {
  const [hits, setHits] = useState<Hit[]>([]);
  const query = typed.trim();
  useEffect(() => {
    if (query === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetchAnswer<SearchAnswer>(addressOf('/api/search', { q: query }), abort.signal).then(
        (fetched) =>
          setHits(fetched.ok ? fetched.answer.hits.filter((hit) => pathOfHit(hit) !== null).slice(0, SUGGESTED_MAX) : []),
        // Only an abort is thrown: something newer is being looked for.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return query === '' ? [] : hits;
}
