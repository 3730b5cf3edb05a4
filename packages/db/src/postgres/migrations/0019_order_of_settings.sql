-- `json` keeps the order of keys: people see the settings of a sink in the order that its author gave them. What is there
-- already is written anew when the role dispatch starts.
ALTER TABLE sink ALTER COLUMN config_schema TYPE json USING config_schema::json;
