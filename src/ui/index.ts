/** The kit's one door: styles first, in the order in which they may override each other, then every part. */
import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/base.css';

export { applyTheme, themeFrom, themeNames, useTheme, type ThemeControl, type ThemeName } from './theme/theme';
export { contrastOf, luminanceOf } from './theme/contrast';
export { classNames } from './class-names';
export { deferred, wanted } from './deferred';
export { UiProvider } from './UiProvider';

export { Button, IconButton, ToggleButton } from './controls/Button';
export type { ButtonProps, ButtonVariant, IconButtonProps, ToggleButtonProps } from './controls/Button';
export { SegmentedControl, type SegmentedControlProps, type SegmentOption } from './controls/SegmentedControl';
export { Switch, type SwitchProps } from './controls/Switch';
export { Tabs, type TabItem, type TabsProps } from './controls/Tabs';

export { NumberField, type NumberFieldProps } from './fields/NumberField';
export { readNumber, stepNumber, writeNumber, type NumberReading, type NumberRule } from './fields/number-text';
export { Slider, type SliderProps } from './fields/Slider';
export { SelectField, type SelectFieldProps, type SelectOption } from './fields/SelectField';
export { TextField, type TextFieldProps } from './fields/TextField';

export { Dialog, type DialogProps } from './overlays/Dialog';
export { Popover, type PopoverProps } from './overlays/Popover';
export { Menu, type MenuEntry, type MenuProps } from './overlays/Menu';
export { Tooltip, TooltipProvider, type TooltipProps } from './overlays/Tooltip';
export { ToastRegion, useToasts } from './overlays/ToastRegion';
export { dismissToast, showToast, type Toast, type ToastMessage, type ToastTone } from './overlays/toasts';
export { PortalHost, usePortalHost } from './overlays/portal-host';

export { announce, Announcer, clearAnnouncements } from './live/Announcer';
export { type AnnouncementKind } from './live/announcement-queue';

export { DataTable, type Column, type DataTableProps } from './display/DataTable';
export { ErrorBoundary, type ErrorBoundaryProps } from './display/ErrorBoundary';
export { provideRescue } from './display/rescue';
export { EmptyState, type EmptyStateProps } from './display/EmptyState';
export { Kbd } from './display/Kbd';
export { Logo } from './display/Logo';
export { Meter, shareOf, type MeterProps } from './display/Meter';
export { Sparkline } from './display/Sparkline';
export { Panel, type PanelProps } from './display/Panel';
export { ProgressBar, type ProgressBarProps } from './display/ProgressBar';
export {
  STATE_SHAPES, STATE_TONES, StateBadge, StateGlyph, type StateBadgeProps, type StateShape, type StateTone,
} from './display/StateBadge';
export { VisuallyHidden } from './display/VisuallyHidden';
