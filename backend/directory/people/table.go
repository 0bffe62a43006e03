package people

// surnames stand in the order of their frequency.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤单仇解查区翟盖乐朴关欧甘冼伍麦卓蓝简游柯缪召那燕"

const compoundSurnames = "欧阳 司徒 上官 诸葛 尉迟 司马 皇甫 令狐 慕容 东方 长孙 宇文"

const givenNames = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文辉力志国梅鑫玲春燕婷宇浩凯嘉欣怡子轩梓涵雨泽博俊佳思颖晓雪琳雅楠淑珍慧莹晨阳鹏飞龙海波斌宁倩倩薇瑶琪璐萌蕾诗钰昊天一诺可心悦然若曦皓东旭瑞阳林峰云帆健康安家豪永成长江德福贵生荣昌盛光耀祖绍仁义礼智信诚美仪咏恩颂恒卓谦谨言行知远清源川山河松柏青竹菊莲荷香月星辰晴岚冰洁贞惠芬芝秋冬夏重庆乐单"

const latinSurnames = "Chan Wong Lei Ho Leong Lam Cheong Ng Kuok Lao Fong Leung Chao Ieong Iong Sou Tam Tang Vong Wu Kong Choi Lok Pun Ip Hoi Mak U Un Sio Chio Kou Loi Cheang Hong"

const latinGiven = "Ka Wai Man Tai Mei Kit Keong Weng Chi Sio Hou In Kuan Fai Iok Lai Ieng San Pou Meng Wa Hang Teng Sam Cheng Kin Seng Un Hoi Lon Fong Kam Chon Iao Sut"

const western = "Maria Ana João José Antonio Carlos Amy Kelly Jacky Tommy Vivian Joyce Christine Michael Daniel Grace Fiona Eric Peter Cindy"

// scripts pairs simplified characters of names with traditional ones.
const scripts = "张 張 刘 劉 陈 陳 杨 楊 黄 黃 赵 趙 吴 吳 孙 孫 马 馬 罗 羅 郑 鄭 谢 謝 许 許 邓 鄧 冯 馮 韩 韓 萧 蕭 叶 葉 蒋 蔣 苏 蘇 吕 呂 卢 盧 钟 鍾 谭 譚 陆 陸 贾 賈 韦 韋 邹 鄒 阎 閻 龙 龍 贺 賀 顾 顧 龚 龔 万 萬 钱 錢 严 嚴 汤 湯 单 單 区 區 盖 蓋 乐 樂 关 關 欧 歐 麦 麥 蓝 藍 简 簡 缪 繆 伟 偉 静 靜 丽 麗 强 強 军 軍 艳 豔 杰 傑 涛 濤 华 華 兰 蘭 红 紅 辉 輝 国 國 凯 凱 泽 澤 颖 穎 晓 曉 莹 瑩 阳 陽 鹏 鵬 飞 飛 宁 寧 诗 詩 钰 鈺 诺 諾 悦 悅 东 東 云 雲 长 長 贵 貴 荣 榮 绍 紹 义 義 礼 禮 诚 誠 仪 儀 恒 恆 谦 謙 谨 謹 远 遠 莲 蓮 岚 嵐 洁 潔 贞 貞 庆 慶"
