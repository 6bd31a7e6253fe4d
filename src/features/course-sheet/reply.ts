/** The word on an option as it stands beside a sign that already says right or wrong. */
import type { Option } from '@/course/schema';

/** The word on an option without a verdict of its own, which is told by a sign already. */
export const replyOf = ({ reply }: Option): string => reply.replace(/^(Right|Yes|Wrong|No|Not this one)[.!:]\s+(?=\S)/, '');
