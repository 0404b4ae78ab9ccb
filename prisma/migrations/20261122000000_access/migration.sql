ALTER TABLE "user" ADD COLUMN "disabled_at" TIMESTAMPTZ(3);
ALTER TABLE "user" ADD COLUMN "must_change_password" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "user" ADD COLUMN "last_sign_in_at" TIMESTAMPTZ(3);

CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "start" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");
CREATE INDEX "api_key_user_id_idx" ON "api_key"("user_id");
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names as they were then: a person, a task or a connection may be gone when the row is read.
ALTER TABLE "audit_entry" ADD COLUMN "who" TEXT NOT NULL DEFAULT '';
ALTER TABLE "audit_entry" ADD COLUMN "subject_name" TEXT NOT NULL DEFAULT '';
UPDATE "audit_entry" SET "who" = "user"."name" FROM "user" WHERE "user"."id" = "audit_entry"."user_id";

CREATE INDEX "audit_entry_user_id_at_idx" ON "audit_entry"("user_id", "at");
CREATE INDEX "audit_entry_action_at_idx" ON "audit_entry"("action", "at");
