import assert from 'node:assert/strict';
import type { LineageAnswer, LotAnswer, OrganisationRef, SiteAnswer, SiteRef } from '../../src/wire/index.ts';
import type { House } from '../support/browser.ts';

/** What of the simulated year the tests look at, found by asking, so that no number is copied from the simulator. */
export interface Places {
  readonly organisation: OrganisationRef;
  readonly site: SiteRef;
  /** A lot in stock at the site. */
  readonly lot: string;
  /** A lot with a declared deposit and more descendants than are shown at once. */
  readonly ancestor: string;
  readonly descendants: number;
}

const known = new WeakMap<House, Promise<Places>>();

/** The places of a house, looked for once. */
export function placesOf(house: House): Promise<Places> {
  const places = known.get(house) ?? findPlaces(house);
  known.set(house, places);
  return places;
}

async function findPlaces(house: House): Promise<Places> {
  const { sites } = await house.answer<{ sites: SiteRef[] }>('/api/sites');
  const { organisations } = await house.answer<{ organisations: OrganisationRef[] }>('/api/organisations');
  const plant = sites.find(({ kind }) => kind === 'separation-plant');
  const mine = sites.find(({ kind }) => kind === 'mine');
  assert.ok(plant !== undefined && mine !== undefined, 'the simulated year has a mine and a separation plant');
  const organisation = organisations.find(({ id }) => id === plant.organisation);
  assert.ok(organisation !== undefined, 'the plant has an owner');
  const stock = (await lotsAt(house, plant)).lots.find(({ net }) => net.value > 1);
  assert.ok(stock !== undefined, 'the plant has a lot in stock');
  return { organisation, site: plant, lot: stock.lot, ...(await findAncestor(house, mine)) };
}

async function findAncestor(house: House, mine: SiteRef): Promise<Pick<Places, 'ancestor' | 'descendants'>> {
  for (const { lot } of (await lotsAt(house, mine)).lots) {
    const { total } = await house.answer<LineageAnswer>(`/api/lineage?direction=down&id=${encodeURIComponent(lot)}`);
    const { deposit } = await house.answer<LotAnswer>(`/api/lot?id=${encodeURIComponent(lot)}`);
    if (total > 12 && deposit !== null) return { ancestor: lot, descendants: total };
  }
  throw new Error('the simulated year has no mined lot with more than 12 descendants');
}

/** A lot in stock whose page shows the most: a declared deposit, and products. */
export async function tellingLot(house: House): Promise<string> {
  const { sites } = await house.answer<{ sites: SiteRef[] }>('/api/sites');
  for (const site of sites.filter(({ kind }) => kind === 'separation-plant')) {
    const { lots } = await lotsAt(house, site);
    for (const { lot } of lots.filter(({ net, productKind }) => net.value > 1 && productKind === 'mixed-compound')) {
      const { deposit } = await house.answer<LotAnswer>(`/api/lot?id=${encodeURIComponent(lot)}`);
      const { total } = await house.answer<LineageAnswer>(`/api/lineage?direction=down&id=${encodeURIComponent(lot)}`);
      if (deposit !== null && total >= 6) return lot;
    }
  }
  throw new Error('the simulated year has no mixed compound in stock with a deposit and products');
}

async function lotsAt(house: House, site: SiteRef): Promise<SiteAnswer> {
  return house.answer<SiteAnswer>(`/api/site?limit=200&id=${encodeURIComponent(site.id)}`);
}

/** A lot's number, as pages call it. */
export function numberOf(lot: string): string {
  return decodeURIComponent(/\/10\/([^/]+)$/.exec(lot)?.[1] ?? lot);
}

/** The address of the page of one thing. */
export function pageOf(kind: 'lot' | 'site' | 'organisation' | 'label' | 'feasibility', id: string): string {
  return `/${kind}?id=${encodeURIComponent(id)}`;
}

/** Every page of the app with its heading, for a record that has these places. */
export function pagesWith({ organisation, site, lot }: Places): readonly { path: string; zh: string; en: string }[] {
  const number = numberOf(lot);
  return [
    { path: '/', zh: '总览', en: 'Overview' },
    { path: '/organisations', zh: '单位', en: 'Organisations' },
    { path: '/log', zh: '日志', en: 'Log' },
    { path: pageOf('organisation', organisation.id), ...organisation.name },
    { path: pageOf('site', site.id), ...site.name },
    { path: pageOf('lot', lot), zh: `批次 ${number}`, en: `Lot ${number}` },
    {
      path: pageOf('feasibility', lot),
      zh: `这个厂做得出来吗？批次 ${number}`,
      en: `Could this plant have made this? Lot ${number}`,
    },
    { path: pageOf('label', lot), zh: `标签 ${number}`, en: `Label ${number}` },
    { path: '/scan', zh: '扫码核验', en: 'Scan check' },
    { path: `/scan?code=${encodeURIComponent(lot)}`, zh: '扫码核验', en: 'Scan check' },
    { path: '/scan?code=(01)09506000134353', zh: '扫码核验', en: 'Scan check' },
    { path: '/separation', zh: '分离工艺台', en: 'Separation workbench' },
    { path: '/flags', zh: '监管要情', en: 'What is wrong' },
    { path: '/cases', zh: '案件', en: 'Cases' },
    { path: '/conduct', zh: '规范与信用', en: 'Conduct' },
    { path: '/disclosure', zh: '信息公开', en: 'Disclosure' },
    { path: '/indicators', zh: '规划指标（表1）', en: 'Indicators of the plan (Table 1)' },
    { path: '/unaccounted-sites', zh: '各场所物料衡算差', en: 'Matter unaccounted for, site by site' },
    { path: '/balance-map', zh: '衡算热图', en: 'Balances, site by month' },
    { path: '/wall', zh: '行业大屏', en: 'The industry on one screen' },
    { path: '/reserves', zh: '储备', en: 'Reserves' },
    { path: '/map', zh: '场所示意图', en: 'Sketch map of sites' },
    { path: '/forms?month=2015-03', zh: '月度报表', en: 'Monthly forms' },
    { path: '/prices', zh: '价格指数', en: 'Price index' },
    { path: '/rules', zh: '规则', en: 'Rules' },
    {
      path: `/unaccounted?site=${encodeURIComponent(site.id)}`,
      zh: `物料衡算差 ${site.name.zh}`,
      en: `Matter unaccounted for: ${site.name.en}`,
    },
    { path: '/quotas', zh: '总量控制', en: 'Quotas' },
    { path: '/capture', zh: '报送', en: 'Capture' },
    { path: '/sign-in', zh: '登录', en: 'Sign in' },
    { path: '/claim', zh: '启用账号', en: 'Open your account' },
    { path: '/members', zh: '成员与密钥', en: 'Members and keys' },
    { path: '/shares', zh: '共享', en: 'Shares' },
    { path: '/audit', zh: '审计记录', en: 'Audit record' },
    { path: '/permissions', zh: '权限表', en: 'Permissions' },
    { path: '/subscriptions', zh: '订阅', en: 'Subscriptions' },
    { path: '/search', zh: '查找', en: 'Find' },
    {
      path: `/search?q=${encodeURIComponent(number.slice(-8))}`,
      zh: `查找：${number.slice(-8)}`,
      en: `Find: ${number.slice(-8)}`,
    },
    { path: '/nowhere', zh: '没有此页', en: 'No such page' },
  ];
}
