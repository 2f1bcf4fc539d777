export { Topic } from "./topic";
export type { ITopic, TopicProps } from "./topic";
