import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** The two languages of the page; Chinese is the first. */
export type Language = 'zh' | 'en';

const STORAGE_KEY = 'ytterby.language';

/** The language to start in: `?lang=` of the address, else the one chosen before on this machine, else Chinese. */
export function startingLanguage(search: string, stored: string | null): Language {
  const asked = new URLSearchParams(search).get('lang') ?? stored;
  return asked === 'en' ? 'en' : 'zh';
}

/** Starts the texts in the language due; resolves when they can be used. */
export async function startTexts(): Promise<void> {
  const language = startingLanguage(window.location.search, readStored());
  i18next.on('languageChanged', (now) => {
    document.documentElement.lang = now === 'en' ? 'en' : 'zh-CN';
    store(now);
  });
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { zh: { translation: zh }, en: { translation: en } },
  });
}

/** Changes the language of the whole page and keeps the choice. */
export async function chooseLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}

function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    // A browser may forbid storage: the choice then lasts for this page.
    return null;
  }
}

function store(language: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // As above: nothing is lost but the memory of the choice.
  }
}
