import { Suspense, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { RecordVersion, StatusContext, versionOf } from '../reading/record-version.ts';
import { useStatus } from '../reading/use-status.ts';
import { useAskedWho, WhoContext } from '../reading/use-who.ts';
import { useTexts } from '../texts/use-texts.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { MomentBar } from './moment-bar.tsx';
import { Navigation } from './navigation.tsx';
import { PageFault } from './page-fault.tsx';
import { SearchBox } from './search-box.tsx';
import { StatusStrip } from './status-strip.tsx';
import { OpenRecordStrip, WhoBadge } from './who-badge.tsx';

/** The one frame of all pages: skip link, navigation, search, the moment, the language, and the page itself. */
export function Frame() {
  const { t } = useTexts();
  const heard = useStatus();
  const asked = useAskedWho();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  return (
    <WhoContext value={asked}>
      <StatusContext value={heard}>
        <RecordVersion value={versionOf(heard.status)}>
          <a
            className="skip"
            href="#main"
            onClick={(event) => {
              event.preventDefault();
              main.current?.focus();
            }}
          >
            {t('frame.skip')}
          </a>
          <div className="frame">
            <Navigation />
            <div className="column">
              <header className="top">
                <SearchBox />
                <MomentBar />
                <LanguageSwitch />
                <WhoBadge />
              </header>
              <StatusStrip />
              <OpenRecordStrip />
              <main id="main" ref={main} tabIndex={-1}>
                <PageFault key={pathname} title={t('problem.page')} again={t('tile.retry')}>
                  <Suspense
                    fallback={
                      <p className="empty" role="status">
                        {t('tile.loading')}
                      </p>
                    }
                  >
                    <Outlet />
                  </Suspense>
                </PageFault>
              </main>
            </div>
          </div>
        </RecordVersion>
      </StatusContext>
    </WhoContext>
  );
}
