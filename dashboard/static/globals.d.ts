/* What scripts of other people give a page, and the little that ours give to them. */

interface Pantau {
  [name: string]: unknown;
  notice?: (text: string) => void;
}

interface DashClientside {
  set_props: (id: string, properties: object) => void;
  no_update: object;
  [namespace: string]: unknown;
}

interface GridApi {
  refreshInfiniteCache: () => void;
}

interface Window {
  pantau?: Pantau;
  dash_clientside: DashClientside;
  dash_ag_grid?: { getApi?: (id: object) => GridApi | null };
  dashAgGridComponentFunctions?: Record<string, unknown>;
  React: { createElement: (kind: string, properties: object, ...children: unknown[]) => unknown };
}

/* Background sync, which the types of browsers leave out. */
interface ServiceWorkerRegistration {
  sync?: { register: (tag: string) => Promise<void> };
}

/* The build gives a style that a script imports as its text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/* Replaced by the server with the addresses that the service worker caches (dashboard/pages/pwa/routes.py). */
declare const __SHELL__: string[];
