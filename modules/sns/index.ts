/**
 * Topics for alarms and messages.
 *
 * @module sns
 */
export { Topic } from "./topic";
export type { ITopic, TopicProps } from "./topic";
