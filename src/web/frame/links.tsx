import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Name, SiteRef } from '../../wire/index.ts';
import { shortId, shortLot } from '../figures/names.ts';
import { useAddress } from '../reading/use-moment.ts';
import { useTexts } from '../texts/use-texts.ts';

/** A link to a page of one thing, at the page's moment. */
function ThingLink({ path, id, children }: { path: string; id: string; children: ReactNode }) {
  const address = useAddress();
  return (
    <Link to={address(path, { id })} title={id}>
      {children}
    </Link>
  );
}

/** A lot by its lot number; the whole identifier on hover. */
export function LotLink({ lot }: { lot: string }) {
  return (
    <ThingLink path="/lot" id={lot}>
      <span className="identifier">{shortLot(lot)}</span>
    </ThingLink>
  );
}

/** A site by its name; a dash when there is none. */
export function SiteLink({ site }: { site: Pick<SiteRef, 'id' | 'name'> | null }) {
  const { name } = useTexts();
  return site === null ? (
    <>–</>
  ) : (
    <ThingLink path="/site" id={site.id}>
      {name(site.name, shortId(site.id))}
    </ThingLink>
  );
}

/** An organisation by its name. */
export function OrganisationLink({ id, called }: { id: string; called: Name | null }) {
  const { name } = useTexts();
  return (
    <ThingLink path="/organisation" id={id}>
      {name(called, shortId(id))}
    </ThingLink>
  );
}
