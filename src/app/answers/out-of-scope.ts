import type { Asking } from './moment.ts';

/** A question about an organisation or a site that is known and not the viewer's to look into. */
export class OutOfScope extends Error {
  readonly kind: 'organisation' | 'site';
  readonly id: string;

  constructor(kind: 'organisation' | 'site', id: string) {
    super(`the ${kind} ${id} is not yours to look into: ask it to share with you, or ask as its regulator`);
    this.name = 'OutOfScope';
    this.kind = kind;
    this.id = id;
  }
}

/** @throws OutOfScope when the viewer may not see the accounts of the site */
export function requireSite({ scope }: Asking, site: string): void {
  if (scope !== null && !scope.sites.includes(site)) throw new OutOfScope('site', site);
}

/** @throws OutOfScope when the viewer may not look into the organisation */
export function requireOrganisation({ scope }: Asking, organisation: string): void {
  if (scope !== null && !scope.organisations.includes(organisation)) throw new OutOfScope('organisation', organisation);
}
