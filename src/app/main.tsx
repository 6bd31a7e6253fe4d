/** Where the page begins. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { makePlayground } from './make-playground';
import { goOffline } from './offline/offline';
import { openingScenario } from './opening';
import { downloadScenario } from '@/features/library/files';
import { applyTheme, ErrorBoundary, provideRescue } from '@/ui';

applyTheme();

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
const playground = makePlayground(openingScenario(), () => performance.now());
provideRescue(() => downloadScenario(playground.document.getSnapshot().context.scenario));
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary part="Faultline">
      <App playground={playground} />
    </ErrorBoundary>
  </StrictMode>,
);

// After the page has come: fetching everything must not slow down what is needed first.
if (document.readyState === 'complete') void goOffline();
else window.addEventListener('load', () => void goOffline(), { once: true });
