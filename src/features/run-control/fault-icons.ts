/** A sign for each fault; one that is not known here gets a bolt. */
import { Bug, Hourglass, type LucideIcon, Skull, Snail, TrendingUp, Unplug, Zap } from 'lucide-react';

/** Signs by the fault's id. */
export const FAULT_ICONS: Readonly<Record<string, LucideIcon>> = {
  slow: Snail,
  errors: Bug,
  crash: Skull,
  hang: Hourglass,
  surge: TrendingUp,
  partition: Unplug,
};

/** The sign of a fault that has none. */
export const OTHER_FAULT_ICON: LucideIcon = Zap;
