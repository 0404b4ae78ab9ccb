import {
  type CatalogSpec,
  collation,
  each,
  named,
  operator,
  procedure,
  regclass,
  roleName,
  type,
  USER_SCHEMA,
  userObject,
} from './spec.ts';

const NAMESPACE = (column: string) => `${column}::pg_catalog.regnamespace::text`;
/** Types of rows and of arrays come with what they are of. */
const OWN_TYPE = `${USER_SCHEMA('t.typnamespace')} and ${userObject('pg_type', 't.oid')}
  and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)
  and not exists (select from pg_catalog.pg_class r where r.oid = t.typrelid and r.relkind <> 'c')`;

/** Everything that is not a relation. */
export const OTHER_SPECS: readonly CatalogSpec[] = [
  {
    catalog: 'pg_namespace',
    where: `${USER_SCHEMA('t.oid')} and not exists (select from pg_catalog.pg_depend e where e.objid = t.oid and e.deptype = 'e')`,
    without: ['oid'],
    owner: 'nspowner',
    acl: { column: 'nspacl', defaults: `pg_catalog.acldefault('n', t.nspowner)` },
  },
  {
    catalog: 'pg_extension',
    where: `t.oid >= 16384`,
    // The version is what the server has to offer.
    without: ['oid', 'extversion', 'extowner'],
    columns: { extnamespace: NAMESPACE('t.extnamespace'), extconfig: each('t.extconfig', regclass) },
  },
  {
    catalog: 'pg_type',
    where: OWN_TYPE,
    // A default is kept parsed as well as in the text it was given as.
    without: ['oid', 'typrelid', 'typarray', 'typdefaultbin'],
    columns: {
      typnamespace: NAMESPACE('t.typnamespace'),
      typelem: type('t.typelem'),
      typbasetype: type('t.typbasetype', 't.typtypmod'),
      typcollation: collation('t.typcollation'),
      typdefault: `coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault)`,
    },
    owner: 'typowner',
    acl: { column: 'typacl', defaults: `pg_catalog.acldefault('T', t.typowner)` },
  },
  {
    catalog: 'pg_enum',
    where: `exists (select from pg_catalog.pg_type t2 where t2.oid = t.enumtypid and ${userObject('pg_type', 't2.oid')})`,
    identity: `${named('pg_type', 't.enumtypid')} || ' ' || (select count(*) from pg_catalog.pg_enum b where b.enumtypid = t.enumtypid and b.enumsortorder <= t.enumsortorder)`,
    without: ['oid', 'enumtypid', 'enumsortorder'],
  },
  {
    catalog: 'pg_range',
    where: `${userObject('pg_type', 't.rngtypid')}`,
    identity: named('pg_type', 't.rngtypid'),
    without: ['rngtypid'],
    columns: {
      rngsubtype: type('t.rngsubtype'),
      rngcollation: collation('t.rngcollation'),
      rngsubopc: named('pg_opclass', 't.rngsubopc'),
      rngmultitypid: type(`(to_jsonb(t) ->> 'rngmultitypid')::oid`),
    },
  },
  {
    catalog: 'pg_proc',
    where: `${USER_SCHEMA('t.pronamespace')} and ${userObject('pg_proc', 't.oid')}`,
    without: ['oid', 'proargtypes', 'proallargtypes', 'proargdefaults', 'prosqlbody'],
    columns: {
      pronamespace: NAMESPACE('t.pronamespace'),
      prolang: '(select l.lanname from pg_catalog.pg_language l where l.oid = t.prolang)',
      provariadic: type('t.provariadic'),
      prorettype: type('t.prorettype'),
      protrftypes: each('t.protrftypes', type),
      arguments: 'pg_catalog.pg_get_function_arguments(t.oid)',
      result: 'pg_catalog.pg_get_function_result(t.oid)',
      definition: `case when t.prokind <> 'a' then pg_catalog.pg_get_functiondef(t.oid) end`,
    },
    owner: 'proowner',
    acl: { column: 'proacl', defaults: `pg_catalog.acldefault('f', t.proowner)` },
  },
  {
    catalog: 'pg_aggregate',
    where: `exists (select from pg_catalog.pg_proc p where p.oid = t.aggfnoid and ${USER_SCHEMA('p.pronamespace')} and ${userObject('pg_proc', 'p.oid')})`,
    identity: procedure('t.aggfnoid'),
    without: ['aggfnoid'],
    columns: {
      ...Object.fromEntries(
        ['transfn', 'finalfn', 'combinefn', 'serialfn', 'deserialfn', 'mtransfn', 'minvtransfn', 'mfinalfn'].map((name) => [
          `agg${name}`,
          procedure(`t.agg${name}`),
        ]),
      ),
      aggsortop: operator('t.aggsortop'),
      aggtranstype: type('t.aggtranstype'),
      aggmtranstype: type('t.aggmtranstype'),
    },
  },
  {
    catalog: 'pg_operator',
    where: `${USER_SCHEMA('t.oprnamespace')} and ${userObject('pg_operator', 't.oid')}`,
    without: ['oid'],
    columns: {
      oprnamespace: NAMESPACE('t.oprnamespace'),
      oprleft: type('t.oprleft'),
      oprright: type('t.oprright'),
      oprresult: type('t.oprresult'),
      oprcom: operator('t.oprcom'),
      oprnegate: operator('t.oprnegate'),
      oprcode: procedure('t.oprcode'),
    },
    owner: 'oprowner',
  },
  {
    catalog: 'pg_opfamily',
    where: `${USER_SCHEMA('t.opfnamespace')} and ${userObject('pg_opfamily', 't.oid')}`,
    without: ['oid', 'opfmethod'],
    columns: { opfnamespace: NAMESPACE('t.opfnamespace') },
    owner: 'opfowner',
  },
  {
    catalog: 'pg_opclass',
    where: `${USER_SCHEMA('t.opcnamespace')} and ${userObject('pg_opclass', 't.oid')}`,
    without: ['oid', 'opcmethod'],
    columns: {
      opcnamespace: NAMESPACE('t.opcnamespace'),
      opcfamily: named('pg_opfamily', 't.opcfamily'),
      opcintype: type('t.opcintype'),
      opckeytype: type('t.opckeytype'),
    },
    owner: 'opcowner',
  },
  {
    catalog: 'pg_amop',
    where: userObject('pg_opfamily', 't.amopfamily'),
    without: ['oid', 'amopmethod'],
    columns: {
      amopfamily: named('pg_opfamily', 't.amopfamily'),
      amoplefttype: type('t.amoplefttype'),
      amoprighttype: type('t.amoprighttype'),
      amopopr: operator('t.amopopr'),
      amopsortfamily: named('pg_opfamily', 't.amopsortfamily'),
    },
  },
  {
    catalog: 'pg_amproc',
    where: userObject('pg_opfamily', 't.amprocfamily'),
    without: ['oid'],
    columns: {
      amprocfamily: named('pg_opfamily', 't.amprocfamily'),
      amproclefttype: type('t.amproclefttype'),
      amprocrighttype: type('t.amprocrighttype'),
      amproc: procedure('t.amproc'),
    },
  },
  {
    catalog: 'pg_cast',
    where: userObject('pg_cast', 't.oid'),
    without: ['oid'],
    columns: { castsource: type('t.castsource'), casttarget: type('t.casttarget'), castfunc: procedure('t.castfunc') },
  },
  {
    catalog: 'pg_collation',
    where: userObject('pg_collation', 't.oid'),
    // Which version of the library sorted last, and whether the locale was named or copied (-1), PostgreSQL's own dump leaves out too.
    without: ['oid', 'collversion', 'collencoding'],
    columns: { collnamespace: NAMESPACE('t.collnamespace') },
    owner: 'collowner',
  },
  {
    catalog: 'pg_ts_dict',
    where: userObject('pg_ts_dict', 't.oid'),
    without: ['oid'],
    columns: { dictnamespace: NAMESPACE('t.dictnamespace'), dicttemplate: named('pg_ts_template', 't.dicttemplate') },
    owner: 'dictowner',
  },
  {
    catalog: 'pg_ts_config',
    where: userObject('pg_ts_config', 't.oid'),
    without: ['oid'],
    columns: { cfgnamespace: NAMESPACE('t.cfgnamespace'), cfgparser: named('pg_ts_parser', 't.cfgparser') },
    owner: 'cfgowner',
  },
  {
    catalog: 'pg_ts_config_map',
    where: userObject('pg_ts_config', 't.mapcfg'),
    identity: `${named('pg_ts_config', 't.mapcfg')} || ' ' || t.maptokentype || ' ' || t.mapseqno`,
    without: ['mapcfg'],
    columns: { mapdict: named('pg_ts_dict', 't.mapdict') },
  },
  {
    catalog: 'pg_event_trigger',
    where: userObject('pg_event_trigger', 't.oid'),
    without: ['oid'],
    columns: { evtfoid: procedure('t.evtfoid') },
    owner: 'evtowner',
  },
];

/** Only when privileges are compared. */
export const PRIVILEGE_SPECS: readonly CatalogSpec[] = [
  {
    catalog: 'pg_default_acl',
    where: 'true',
    identity: `concat_ws(' ', ${roleName('t.defaclrole')}, nullif(t.defaclnamespace, 0)::pg_catalog.regnamespace::text, t.defaclobjtype::text)`,
    without: ['oid', 'defaclrole', 'defaclnamespace', 'defaclobjtype'],
    acl: { column: 'defaclacl', defaults: `'{}'` },
  },
];
