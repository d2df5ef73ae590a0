{{- /* The council's own files, as data of a ConfigMap. `procedure` alone is what can be checked beforehand. */}}

{{- define "child-in-need.procedure" }}
{{- with .Values.localValues }}
local.toml: |
  {{- . | nindent 2 }}
{{- end }}
{{- range $path, $text := .Values.procedures.files }}
{{ include "child-in-need.key" $path }}: |
  {{- $text | nindent 2 }}
{{- end }}
{{- end }}

{{- define "child-in-need.council" }}
{{- include "child-in-need.procedure" . }}
{{- with .Values.staff.list }}
staff.toml: |
  {{- . | nindent 2 }}
{{- end }}
{{- end }}
