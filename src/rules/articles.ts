import type { Article } from './rule.ts';

/** What rules rest on. Days and numbers of documents: `data/policy_documents.csv`. Clauses are not cited: only titles were read. */

/** Holds whatever the law says. */
export const CONSERVATION: Article = {
  from: '1970-01-01',
  zh: '物质守恒：任何元素不会凭空产生或消失',
  en: 'Conservation of matter: no element comes from nothing or goes to nothing',
};

export const OPINIONS_2011: Article = {
  from: '2011-05-01',
  zh: '国务院关于促进稀土行业持续健康发展的若干意见（国发〔2011〕12号）',
  en: 'State Council opinions on the sound development of the rare-earth industry (Guofa [2011] 12)',
};

export const EMISSIONS_2011: Article = {
  from: '2011-10-01',
  zh: '稀土工业污染物排放标准（GB 26451-2011）',
  en: 'Emission standards of pollutants from the rare-earth industry (GB 26451-2011)',
};

export const INVOICES_2012: Article = {
  from: '2012-06-01',
  zh: '稀土企业开具的发票纳入增值税防伪税控系统汉字防伪项目管理（国家税务总局公告2012年第17号）',
  en: 'VAT special invoices of rare-earth enterprises (State Taxation Administration notice 17 of 2012)',
};

export const TRACEABILITY_2015: Article = {
  from: '2015-01-01',
  zh: '关于加快推进重要产品追溯体系建设的意见（国办发〔2015〕95号）',
  en: 'Opinions on traceability of important products (Guobanfa [2015] 95)',
};

export const NORM_2016: Article = {
  from: '2016-07-01',
  zh: '稀土行业规范条件（2016年本）及公告管理办法',
  en: 'Norm conditions of the rare-earth industry (2016)',
};

export const REGULATIONS_2024: Article = {
  from: '2024-10-01',
  zh: '稀土管理条例（国务院令第785号）',
  en: 'Regulations on the Administration of Rare Earths (State Council order 785)',
};

export const TOTAL_CONTROL_2025: Article = {
  from: '2025-07-28',
  zh: '稀土开采和稀土冶炼分离总量调控管理暂行办法（工业和信息化部、国家发展改革委、自然资源部令第71号）',
  en: 'Interim measures on total control of rare-earth mining and separation (MIIT, NDRC, MNR order 71)',
};
