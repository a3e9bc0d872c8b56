import { AutoComplete, Input } from 'antd';
import { useEffect, useState } from 'react';
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

/** Finds any lot, organisation or site: suggestions while typing, all hits on Enter. */
export function SearchBox() {
  const texts = useTexts();
  const go = useNavigate();
  const address = useAddress();
  const [typed, setTyped] = useState('');
  const hits = useSuggestions(typed);
  const openHit = (value: string): void => {
    const hit = hits.find((each) => keyOf(each) === value);
    const path = hit === undefined ? null : pathOfHit(hit);
    if (hit !== undefined && path !== null) void go(address(path, { id: hit.id }));
    setTyped('');
  };
  return (
    <form role="search" className="search" onSubmit={(event) => { event.preventDefault(); void go(address('/search', { q: typed.trim() })); }}>
      <AutoComplete
        value={typed}
        options={hits.map((hit) => ({ value: keyOf(hit), label: describe(hit, texts) }))}
        onSearch={setTyped}
        onSelect={openHit}
        defaultActiveFirstOption={false}
        popupMatchSelectWidth={false}
      >
        <Input type="search" aria-label={texts.t('frame.search')} placeholder={texts.t('frame.search')} allowClear={false} />
      </AutoComplete>
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

function describe(hit: Hit, texts: Texts) {
  return <span className="suggestion"><span>{nameOfHit(hit, texts)}</span><span className="quiet">{texts.word('hit', hit.kind)}</span></span>;
}

function keyOf(hit: Hit): string {
  return `${hit.kind} ${hit.id}`;
}

/** Suggestions for what is typed, after a pause; none is shown when they cannot be had, for Enter leads to the page that says why. */
function useSuggestions(typed: string): Hit[] {
  const [hits, setHits] = useState<Hit[]>([]);
  useEffect(() => {
    const query = typed.trim();
    const abort = new AbortController();
    const timer = setTimeout(() => {
      if (query === '') return setHits([]);
      fetchAnswer<SearchAnswer>(addressOf('/api/search', { q: query }), abort.signal).then(
        (fetched) => setHits(fetched.ok ? fetched.answer.hits.filter((hit) => pathOfHit(hit) !== null).slice(0, SUGGESTED_MAX) : []),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed]);
  return hits;
}
