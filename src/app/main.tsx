/** Where the page begins. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { makePlayground } from './make-playground';
import { SHIPPED } from './shipped';
import { ErrorBoundary } from './shell/ErrorBoundary';
import { applyTheme } from '@/ui';

applyTheme();

const root = document.getElementById('root');
const [opening] = SHIPPED;
if (!root || !opening) throw new Error('the page has no root, or no scenario to open');
const playground = makePlayground(opening.make(), () => performance.now());
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary part="Faultline">
      <App playground={playground} />
    </ErrorBoundary>
  </StrictMode>,
);
