import { EngineError } from '../errors.ts';
import type { Text } from '../text.ts';
import { at, type ErrorScope } from './errors.ts';

interface Rule {
  readonly match: RegExp;
  readonly code: string;
  readonly message: (place: Text, detail: string) => Text;
  readonly hint: Text;
}

/** Codes of node and OpenSSL, by what a person has to change. */
const RULES: readonly Rule[] = [
  {
    match:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)/,
    code: 'connect.tls-untrusted',
    message: (place, detail) => ({
      en: `The certificate of the ${place.en} is not signed by a CA that is trusted here: ${detail}`,
      zh: `${place.zh}的证书不是由此处信任的CA签发：${detail}`,
    }),
    hint: {
      en: "Upload the certificate of the CA that signed the server's certificate, or choose SSL-encrypted without verification.",
      zh: '请上传签发该服务器证书的CA证书，或选择不校验证书的SSL安全连接。',
    },
  },
  {
    match: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    code: 'connect.tls-name',
    message: (place, detail) => ({
      en: `The certificate of the ${place.en} is made out to another name: ${detail}`,
      zh: `${place.zh}的证书与所填主机名不符：${detail}`,
    }),
    hint: {
      en: 'Enter a host name that the certificate names, or choose verify-ca, which does not compare names.',
      zh: '请填写证书中包含的主机名，或改用不比对主机名的 verify-ca。',
    },
  },
  {
    match: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    code: 'connect.tls-expired',
    message: (place, detail) => ({
      en: `The certificate of the ${place.en} is outside its period of validity: ${detail}`,
      zh: `${place.zh}的证书不在有效期内：${detail}`,
    }),
    hint: {
      en: 'Renew the certificate of the server, and check the clocks of both hosts.',
      zh: '请更新服务器证书，并检查两端的系统时间。',
    },
  },
  {
    match: /^ERR_OSSL_(EVP_)?BAD_DECRYPT$|^ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED$/,
    code: 'connect.tls-passphrase',
    message: (place) => ({
      en: `The client key for the ${place.en} cannot be opened with this passphrase`,
      zh: `无法用所填口令打开连接${place.zh}的客户端密钥`,
    }),
    hint: { en: 'Enter the passphrase the key was encrypted with.', zh: '请填写加密该密钥时使用的口令。' },
  },
  {
    match: /^ERR_OSSL_X509_KEY_VALUES_MISMATCH$/,
    code: 'connect.tls-key',
    message: (place) => ({
      en: `The client key for the ${place.en} does not belong to the client certificate`,
      zh: `连接${place.zh}的客户端密钥与客户端证书不匹配`,
    }),
    hint: { en: 'Upload the certificate and the key that were made together.', zh: '请上传成对生成的证书和密钥。' },
  },
  {
    match: /^ERR_OSSL_(PEM_|UNSUPPORTED|ASN1_|WRONG_TAG)/,
    code: 'connect.tls-key',
    message: (place) => ({
      en: `The client certificate or client key for the ${place.en} is not readable PEM text`,
      zh: `连接${place.zh}的客户端证书或密钥不是可读的PEM文本`,
    }),
    hint: {
      en: 'Upload PEM files: they begin with -----BEGIN CERTIFICATE----- and -----BEGIN PRIVATE KEY-----.',
      zh: '请上传PEM格式的文件，以 -----BEGIN CERTIFICATE----- 和 -----BEGIN PRIVATE KEY----- 开头。',
    },
  },
];

/** What of a failed TLS handshake a person can mend; null when the error is none of these. */
export function tlsFailure(error: unknown, scope: ErrorScope): EngineError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  const rule = RULES.find(({ match }) => match.test(code));
  if (rule === undefined) return null;
  const message = rule.message(at(scope), error.message);
  return new EngineError({ code: rule.code, message, hint: rule.hint, retry: 'by-hand', side: scope.side, cause: error });
}
