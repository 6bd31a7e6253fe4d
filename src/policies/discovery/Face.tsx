/** Discovery on its wire: a chip that says how the caller learns. */
import { BookOpen } from 'lucide-react';
import type { PolicyFace } from '../faces';
import type { DiscoverySettings } from './model';

const WORDS: Readonly<Record<DiscoverySettings['mode'], string>> = {
  cache: 'cached list',
  dns: 'DNS',
  watch: 'watch',
  fixed: 'fixed addresses',
};

/** How the page draws discovery. */
export const discoveryFace: PolicyFace = {
  icon: BookOpen,
  chip: (settings) => ({ text: WORDS[(settings as DiscoverySettings).mode], tone: 'idle' }),
};
