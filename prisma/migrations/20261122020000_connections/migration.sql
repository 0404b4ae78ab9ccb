ALTER TABLE "connection" ADD COLUMN "instance_id" TEXT, ADD COLUMN "region" TEXT, ADD COLUMN "tags" JSONB NOT NULL DEFAULT '[]', ADD COLUMN "test" JSONB, ADD COLUMN "tested_at" TIMESTAMPTZ(3);

-- The whole id: a shorter one might be there twice.
UPDATE "connection" SET "instance_id" = 'db-' || "id";

ALTER TABLE "connection" ALTER COLUMN "instance_id" SET NOT NULL;

CREATE UNIQUE INDEX "connection_instance_id_key" ON "connection"("instance_id");
