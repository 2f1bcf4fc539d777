import { App } from "cdktf";
import { addEnvironment } from "./environment";

const app = new App();
// The zone is in a separate account, and so is each environment.
const zoneAccess = { assumeRoleArn: "arn:aws:iam::444444444444:role/dns" };

addEnvironment(app, {
  name: "dev",
  accountId: "111111111111",
  profile: "dev",
  regions: ["eu-west-1"],
  domainName: "dev.example.com",
});

addEnvironment(app, {
  name: "stage",
  accountId: "222222222222",
  assumeRoleArn: "arn:aws:iam::222222222222:role/deploy",
  zoneAccess,
  regions: ["eu-west-1"],
  domainName: "stage.example.com",
});

addEnvironment(app, {
  name: "prod",
  accountId: "333333333333",
  assumeRoleArn: "arn:aws:iam::333333333333:role/deploy",
  zoneAccess,
  regions: ["eu-west-1", "eu-central-1"],
  domainName: "www.example.com",
});

app.synth();
