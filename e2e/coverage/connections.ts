import { answered, left, type Section, shown, testsOf } from './row.ts';

const registered = testsOf('e2e/browser/connections.e2e.ts');
const badInput = testsOf('e2e/browser/bad-input.e2e.ts');
const intoSelectdb = testsOf('e2e/browser/selectdb.e2e.ts');
const steps = testsOf('e2e/browser/walk/objects.ts');
const entrance = testsOf('e2e/browser/walk/entrance.ts');
const lists = testsOf('e2e/console/lists.db.test.ts');
const form = testsOf('components/connection/endpoint.test.ts');
const flavour = testsOf('engine/precheck/flavour.db.test.ts');
const tls = testsOf('engine/postgres/tls.db.test.ts');
const tunnel = testsOf('engine/tunnel/tunnel.db.test.ts');
const servers = testsOf('engine/precheck/servers.db.test.ts');

const WIZARD_TAKES = registered('the wizard takes a registered instance by region and ID, and an existing connection by name');
const TLS_FILES = registered('TLS files are read in the browser; one that cannot be used is refused at its field');
const OWN_PLATFORM = 'It belongs to a cloud account; a console that one runs oneself has no such accounts.';

/** Page 1 of the wizard: the task's name and its two databases. */
export const CONNECTIONS: Section = {
  id: 'connections',
  title: 'Source and destination databases',
  rows: [
    shown('task-name', 'Task Name', steps('step 1: a wrong password is told, the right one leads on')),
    shown(
      'task-name-default',
      'Task Name: made when none is given',
      lists('begins with changes, has a topology, and cannot leave the changes out'),
    ),
    shown(
      'saved-source',
      'Source: Select Existing Connection',
      steps('step 1: a wrong password is told, the right one leads on'),
      WIZARD_TAKES,
    ),
    shown('saved-destination', 'Destination: Select Existing Connection', WIZARD_TAKES),
    shown('saved-by-hand', 'Existing connection: what was entered is saved for later', WIZARD_TAKES),
    shown('registered', 'Connections are registered and tested', entrance('the source is saved as a connection, and tested')),
    shown(
      'type-source',
      'Source: Database Type',
      form('the port follows the type of the database, unless it was edited'),
      flavour('CHECK_SRC_FLAVOUR, CHECK_DEST_FLAVOUR: a server that is not what was chosen'),
    ),
    shown(
      'type-destination',
      'Destination: Database Type',
      intoSelectdb('a saved source and an address lead to the objects, and a wrong HTTP port is told'),
      form('what only SelectDB has comes and goes with its type'),
    ),
    shown('access-public', 'Access Method: by address', badInput('each failure of a connection names its stage, its cause and what to do')),
    shown('access-instance', 'Access Method: registered instance', WIZARD_TAKES),
    answered(
      'access-vpn',
      'Access Method: Express Connect, VPN Gateway, Smart Access Gateway, CEN, Database Gateway',
      'A database in another network is reached through an SSH bastion.',
      registered('a database behind a bastion is registered: its key is confirmed once, then every stage passes'),
      tunnel('rows and changes come through bastions at both sides, and a bastion that goes away in between loses nothing'),
    ),
    shown('region', 'Instance Region', WIZARD_TAKES),
    left('cross-account', 'Replicate Data Across Alibaba Cloud Accounts', OWN_PLATFORM),
    shown('instance-id', 'Instance ID', WIZARD_TAKES),
    answered(
      'vpc',
      'VPC that is connected to the database',
      'The bastion of the connection stands in its place.',
      registered('a database behind a bastion is registered: its key is confirmed once, then every stage passes'),
    ),
    shown('host-source', 'Source: Domain Name or IP', badInput('each failure of a connection names its stage, its cause and what to do')),
    shown(
      'host-destination',
      'Destination: Domain Name or IP',
      intoSelectdb('a saved source and an address lead to the objects, and a wrong HTTP port is told'),
    ),
    shown(
      'port',
      'Port Number: 5432, 1521 for PolarDB-O, 9030 for SelectDB',
      form('the port follows the type of the database, unless it was edited'),
      form('what only SelectDB has comes and goes with its type'),
    ),
    shown(
      'database',
      'Database Name',
      badInput('each failure of a connection names its stage, its cause and what to do'),
      badInput('nothing is tested while a field is missing: it is marked and gets the keyboard'),
    ),
    shown('database-exists', 'Destination: Database Name of one that is there', servers('PG_DATABASE_EXIST: databases that are not there')),
    shown('account', 'Database Account', servers('$code: an account the $side does not let in')),
    shown(
      'password',
      'Database Password',
      steps('step 1: a wrong password is told, the right one leads on'),
      badInput('a draft that is left half way is kept, also in another browser'),
    ),
    shown(
      'encryption-source',
      'Source: Encryption',
      badInput('each failure of a connection names its stage, its cause and what to do'),
      tls('a task goes encrypted at both sides, and the certificates are verified'),
    ),
    shown(
      'encryption-destination',
      'Destination: Encryption',
      TLS_FILES,
      tls('a task goes encrypted at both sides, and the certificates are verified'),
    ),
    shown(
      'ca-certificate',
      'CA Certificate',
      TLS_FILES,
      tls('a certificate that is not trusted, or of another host, is told as what it is'),
    ),
    shown('client-certificate', 'Client Certificate', TLS_FILES, tls('a client certificate opens where the server asks for one')),
    shown('client-key', 'Private Key of Client Certificate', TLS_FILES, tls('a client certificate opens where the server asks for one')),
    shown(
      'client-key-password',
      'Private Key Password of Client Certificate',
      testsOf('lib/connection/certificates.test.ts')('tells a key that is encrypted from one that is broken'),
      tls('a client certificate opens where the server asks for one'),
    ),
    shown('test-and-proceed', 'Test Connectivity and Proceed', steps('step 1: a wrong password is told, the right one leads on')),
    shown(
      'test-stages',
      'Connectivity test: what was tried at each side, stage by stage',
      badInput('each failure of a connection names its stage, its cause and what to do'),
      tunnel('goes through it at every stage'),
    ),
    answered(
      'server-addresses',
      'CIDR Blocks of DTS Servers',
      'The console runs on one host: a refused login names the line of pg_hba.conf that lets this host in.',
      tls('a host that the server turns away is told the line that lets it in'),
    ),
    shown('limits-panel', 'Limits of the pair', WIZARD_TAKES),
    left('dms', 'Select a DMS database instance', 'DMS is a product of Alibaba Cloud; connections are registered here.'),
  ],
};
