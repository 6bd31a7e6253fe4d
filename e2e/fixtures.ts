/**
 * What every browser test has: a page whose console, network and security policy are watched. Any error, warning, request to
 * another origin or violation of the policy fails the test, whatever else it looks at.
 */
import { expect, type Page, test as base } from '@playwright/test';

/** What the page did that it must not do. */
function watch(page: Page, origin: string): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('crash', () => found.push('the page crashed'));
  page.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(origin) && !/^(data|blob):/.test(address)) found.push(`request to ${address}`);
  });
  return found;
}

/** The test of this suite: `playground` is the page, opened and running. */
export const test = base.extend<{ playground: Playground }>({
  playground: async ({ page, baseURL }, use) => {
    const found = watch(page, baseURL ?? '');
    await page.addInitScript(() => {
      // Every test would fetch all files of the page once more; offline.spec.ts is about that, and goes its own way.
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    const playground = new Playground(page);
    await use(playground);
    expect(found).toEqual([]);
  },
});

export { expect };

/** The page in the words of its users. */
export class Playground {
  constructor(readonly page: Page) {}

  /** Opens the page; `query` such as `profile=projector`. Resolves when the run is under way. */
  async open(query = ''): Promise<void> {
    await this.page.goto(query === '' ? './' : `./?${query}`);
    await expect(this.page.locator('[data-fingerprint]')).toHaveAttribute('data-fingerprint', /^[0-9a-f]{16}$/);
    await expect(this.page.locator('html[data-keys="bound"]')).toBeAttached();
  }

  /** Sets a named speed: ¼×, 1×, 2×, 4×, 20×, max. */
  async speed(label: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Speed' }).getByText(label, { exact: true }).click();
  }

  /** Whole fingerprint of the run at its present moment. */
  async fingerprint(): Promise<string> {
    return (await this.page.locator('[data-fingerprint]').getAttribute('data-fingerprint')) ?? '';
  }

  /** Simulated seconds that the clock shows. */
  async seconds(): Promise<number> {
    const text = (await this.page.getByRole('timer', { name: 'Simulated time' }).textContent()) ?? '';
    const match = /(\d+):(\d+\.\d)/.exec(text);
    return match ? Number(match[1]) * 60 + Number(match[2]) : NaN;
  }

  /** Waits until the run has come to its end. */
  async end(): Promise<void> {
    await expect.poll(() => this.seconds(), { timeout: 60_000 }).toBe(120);
  }

  /** Turns one of the levers of the story. */
  async lever(name: RegExp): Promise<void> {
    await this.page.getByRole('tab', { name: 'Story' }).click();
    await this.page.getByRole('switch', { name }).click();
  }

  /** What the node on the canvas says of itself. */
  node(name: string): ReturnType<Page['getByRole']> {
    return this.page.locator('.react-flow__node').filter({ has: this.page.getByText(name, { exact: true }) });
  }
}
