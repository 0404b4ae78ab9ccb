CREATE TABLE "resource_group" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resource_group_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "resource_group_name_key" ON "resource_group"("name");

CREATE TABLE "environment_tag" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "colour" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "environment_tag_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "environment_tag_name_key" ON "environment_tag"("name");

-- What every installation has from the start; the console shows their names in the reader's language.
INSERT INTO "resource_group" ("id", "name", "updated_at") VALUES ('default', 'default', CURRENT_TIMESTAMP);
INSERT INTO "environment_tag" ("id", "name", "colour", "created_at", "updated_at") VALUES
    ('production', 'production', 'red', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP),
    ('staging', 'staging', 'amber', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP),
    ('test', 'test', 'blue', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP);

ALTER TABLE "task"
    ADD COLUMN "group_id" TEXT NOT NULL DEFAULT 'default',
    ADD COLUMN "tag_id" TEXT,
    ADD COLUMN "summary" JSONB,
    ADD CONSTRAINT "task_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "resource_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "task_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "environment_tag"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "task_kind_idx" ON "task"("kind");
CREATE INDEX "task_group_id_idx" ON "task"("group_id");
CREATE INDEX "task_tag_id_idx" ON "task"("tag_id");
