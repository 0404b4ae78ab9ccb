import {
  type CatalogSpec,
  collation,
  columnNames,
  each,
  named,
  operator,
  procedure,
  regclass,
  roleName,
  type,
  USER_SCHEMA,
  userObject,
  userRelation,
} from './spec.ts';

const COLUMN_PLACE = `(select count(*) from pg_catalog.pg_attribute b
  where b.attrelid = t.attrelid and b.attnum > 0 and b.attnum <= t.attnum and not b.attisdropped)`;
const INDEX = `exists (select from pg_catalog.pg_class r where r.oid = t.attrelid and r.relkind in ('i', 'I'))`;
const OF_RELATION = (column: string) => named('pg_class', column);

/** Relations and their parts. */
export const RELATION_SPECS: readonly CatalogSpec[] = [
  {
    catalog: 'pg_class',
    where: userRelation('t.oid'),
    // Numbers of files, statistics, and flags that say what may be there; a column that was dropped still counts in relnatts.
    without: [
      ...['oid', 'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid', 'relrewrite'],
      ...['relhasindex', 'relhassubclass', 'relhastriggers', 'relhasrules', 'relnatts', 'reltype', 'reltoastrelid'],
    ],
    columns: {
      relnamespace: 't.relnamespace::pg_catalog.regnamespace::text',
      reloftype: type('t.reloftype'),
      relam: '(select m.amname from pg_catalog.pg_am m where m.oid = t.relam)',
      reltablespace: '(select s.spcname from pg_catalog.pg_tablespace s where s.oid = t.reltablespace)',
      relpartbound: 'pg_catalog.pg_get_expr(t.relpartbound, t.oid)',
      toast: '(select x.reloptions from pg_catalog.pg_class x where x.oid = t.reltoastrelid)',
      viewdef: `case when t.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(t.oid) end`,
    },
    owner: 'relowner',
    acl: { column: 'relacl', defaults: `pg_catalog.acldefault((case t.relkind when 'S' then 's' else 'r' end)::"char", t.relowner)` },
  },
  {
    catalog: 'pg_attribute',
    where: `t.attnum > 0 and not t.attisdropped and ${userRelation('t.attrelid')}`,
    identity: `${OF_RELATION('t.attrelid')} || ' ' || ${COLUMN_PLACE}`,
    // A value kept for rows older than their column is how a server stores them. The number of an array's dimensions is read and
    // never looked at: PostgreSQL's own dump writes integer[][] as integer[].
    without: ['attrelid', 'attnum', 'attcacheoff', 'atthasmissing', 'attmissingval', 'attndims'],
    columns: {
      // Columns of an index have names of their own that nothing uses.
      attname: `case when ${INDEX} then null else t.attname end`,
      atttypid: type('t.atttypid', 't.atttypmod'),
      attcollation: collation('t.attcollation'),
    },
    acl: { column: 'attacl', defaults: `'{}'` },
  },
  {
    catalog: 'pg_attrdef',
    where: userRelation('t.adrelid'),
    identity: `${OF_RELATION('t.adrelid')} || ' ' || ${columnNames('t.adrelid', 'array[t.adnum]')}`,
    without: ['oid', 'adrelid', 'adnum', 'adsrc'],
    columns: { adbin: 'pg_catalog.pg_get_expr(t.adbin, t.adrelid)' },
  },
  {
    catalog: 'pg_constraint',
    where: `${userObject('pg_constraint', 't.oid')} and ${USER_SCHEMA('t.connamespace')}`,
    // The text that older servers keep beside the parsed one is not kept up to date.
    without: ['oid', 'conbin', 'consrc'],
    columns: {
      connamespace: 't.connamespace::pg_catalog.regnamespace::text',
      conrelid: regclass('t.conrelid'),
      // Says nothing of a key: one made on a partition and attached has it, one made with its parent's has not.
      connoinherit: `case when t.contype in ('p', 'u', 'x') then null else t.connoinherit end`,
      contypid: type('t.contypid'),
      conindid: regclass('t.conindid'),
      conparentid: named('pg_constraint', 't.conparentid'),
      confrelid: regclass('t.confrelid'),
      conkey: columnNames('t.conrelid', 't.conkey'),
      confkey: columnNames('t.confrelid', 't.confkey'),
      conpfeqop: each('t.conpfeqop', operator),
      conppeqop: each('t.conppeqop', operator),
      conffeqop: each('t.conffeqop', operator),
      conexclop: each('t.conexclop', operator),
      confdelsetcols: columnNames('t.conrelid', `array(select jsonb_array_elements_text(nullif(to_jsonb(t) -> 'confdelsetcols', 'null')))`),
      definition: 'pg_catalog.pg_get_constraintdef(t.oid)',
    },
  },
  {
    catalog: 'pg_index',
    where: userRelation('t.indrelid'),
    identity: OF_RELATION('t.indexrelid'),
    without: ['indexrelid', 'indcheckxmin', 'indkey', 'indexprs', 'indpred'],
    columns: {
      indrelid: regclass('t.indrelid'),
      indcollation: each('t.indcollation', collation),
      indclass: each('t.indclass', (oid) => named('pg_opclass', oid)),
      indoption: 't.indoption::text',
      definition: 'pg_catalog.pg_get_indexdef(t.indexrelid)',
    },
  },
  {
    catalog: 'pg_inherits',
    where: userRelation('t.inhrelid'),
    identity: `${OF_RELATION('t.inhrelid')} || ' from ' || ${OF_RELATION('t.inhparent')}`,
    without: ['inhrelid', 'inhparent'],
  },
  {
    catalog: 'pg_partitioned_table',
    where: userRelation('t.partrelid'),
    identity: OF_RELATION('t.partrelid'),
    without: ['partrelid', 'partattrs', 'partexprs'],
    columns: {
      partdefid: regclass('t.partdefid'),
      partclass: each('t.partclass', (oid) => named('pg_opclass', oid)),
      partcollation: each('t.partcollation', collation),
      key: 'pg_catalog.pg_get_partkeydef(t.partrelid)',
    },
  },
  {
    catalog: 'pg_rewrite',
    where: userRelation('t.ev_class'),
    without: ['oid', 'ev_qual', 'ev_action', 'ev_attr'],
    columns: {
      ev_class: regclass('t.ev_class'),
      definition: `case when t.rulename <> '_RETURN' then pg_catalog.pg_get_ruledef(t.oid) end`,
    },
  },
  {
    catalog: 'pg_trigger',
    // Those of foreign keys come and go with them. Copies on partitions count as internal before 15.
    where: `${userRelation('t.tgrelid')} and (not t.tgisinternal or t.tgconstraint = 0)`,
    without: ['oid', 'tgqual'],
    columns: {
      tgrelid: regclass('t.tgrelid'),
      tgparentid: `(select p.tgname || ' on ' || p.tgrelid::pg_catalog.regclass::text from pg_catalog.pg_trigger p where p.oid::text = to_jsonb(t) ->> 'tgparentid')`,
      tgfoid: procedure('t.tgfoid'),
      tgconstrrelid: regclass('t.tgconstrrelid'),
      tgconstrindid: regclass('t.tgconstrindid'),
      tgconstraint: named('pg_constraint', 't.tgconstraint'),
      tgattr: columnNames('t.tgrelid', 't.tgattr'),
      definition: 'pg_catalog.pg_get_triggerdef(t.oid)',
    },
  },
  {
    catalog: 'pg_policy',
    where: userRelation('t.polrelid'),
    without: ['oid'],
    columns: {
      polrelid: regclass('t.polrelid'),
      polroles: `(select jsonb_agg(${roleName('r')} order by r = 0, pg_catalog.pg_get_userbyid(r)::text collate "C") from unnest(t.polroles) r)`,
      polqual: 'pg_catalog.pg_get_expr(t.polqual, t.polrelid)',
      polwithcheck: 'pg_catalog.pg_get_expr(t.polwithcheck, t.polrelid)',
    },
  },
  {
    catalog: 'pg_statistic_ext',
    where: userObject('pg_statistic_ext', 't.oid'),
    without: ['oid', 'stxexprs'],
    columns: {
      stxrelid: regclass('t.stxrelid'),
      stxnamespace: 't.stxnamespace::pg_catalog.regnamespace::text',
      stxkeys: columnNames('t.stxrelid', 't.stxkeys'),
      // An explicit "as the server says" is -1 before 17 and null since.
      stxstattarget: `nullif(to_jsonb(t) ->> 'stxstattarget', '-1')`,
      definition: 'pg_catalog.pg_get_statisticsobjdef(t.oid)',
    },
    owner: 'stxowner',
  },
  {
    catalog: 'pg_sequence',
    where: userRelation('t.seqrelid'),
    identity: OF_RELATION('t.seqrelid'),
    without: ['seqrelid'],
    columns: { seqtypid: type('t.seqtypid') },
  },
];
