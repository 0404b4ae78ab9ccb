import { z } from 'zod';

/** The two retry windows, in minutes (dts.md 1.2, page 3). */
export const advancedConfig = z
  .strictObject({
    retryConnectionMinutes: z
      .number()
      .int()
      .min(10)
      .max(1440)
      .default(720)
      .meta({
        label: { en: 'Retry Time for Failed Connections', zh: '源库、目标库无法连接后的重试时间' },
        help: { en: '10 to 1,440 minutes. At least 30 is advised.', zh: '取值范围为10~1440分钟，建议设置为30分钟以上。' },
        control: 'number',
        change: 'restart',
        unit: { en: 'minutes', zh: '分钟' },
      }),
    retryOtherMinutes: z
      .number()
      .int()
      .min(1)
      .max(1440)
      .default(10)
      .meta({
        label: { en: 'Retry Time for Other Issues', zh: '源库、目标库出现其他问题后的重试时间' },
        help: {
          en: '1 to 1,440 minutes, less than the time above. More than 10 is advised.',
          zh: '取值范围为1~1440分钟，须小于上一项的取值，建议设置为10分钟以上。',
        },
        control: 'number',
        change: 'restart',
        unit: { en: 'minutes', zh: '分钟' },
      }),
  })
  .refine((value) => value.retryOtherMinutes < value.retryConnectionMinutes, {
    path: ['retryOtherMinutes'],
    message: 'Retry Time for Other Issues must be less than Retry Time for Failed Connections',
  });
