/**
 * Topics for alarms and events.
 *
 * @module sns
 */
export { Topic } from "./topic";
export type { ITopic, TopicProps } from "./topic";
